import QtQuick
import Kiosk.Bridge
import "../controls"

// The answers are kept: the number, the code, and what happens now.
Frame {
    id: page

    required property Register register
    readonly property bool numberAside: page.side && !Theme.large && top.height + aside.height < page.height - Theme.px(190)

    headHeight: top.height + Theme.px(24)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: page.side ? Theme.px(Theme.large ? 0 : 40) : 0
            width: parent.width - 2 * x
            spacing: Theme.px(Theme.large ? 4 : 14)

            Rectangle {
                visible: page.side ? Theme.textScale < 1.1 : !Theme.large
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.px(180)
                height: width
                radius: width / 2
                color: Theme.primary
                Icon {
                    anchors.centerIn: parent
                    name: "check"
                    side: parent.width * 0.62
                    colour: Theme.primaryInk
                }
            }
            Words {
                objectName: "registered"
                width: parent.width
                text: page.register.wasCall ? qsTr("记下了") : qsTr("登记好了")
                size: Theme.display(84)
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.px(16)
                Icon {
                    id: there
                    name: page.register.delivered ? "check-circle" : "offline"
                    side: Theme.display(46)
                    colour: Theme.lake
                }
                Words {
                    objectName: "delivery"
                    width: Math.min(implicitWidth, top.width - there.width - Theme.px(20))
                    text: page.register.delivered ? qsTr("社区已经收到") : qsTr("已经存在这台机器里，连上网就送到社区")
                    size: Theme.display(40)
                    strong: page.register.delivered
                    color: page.register.delivered ? Theme.lake : Theme.ink
                }
            }
        },
        Column {
            id: aside
            visible: page.numberAside
            x: Theme.margin
            y: top.y + top.height + Theme.px(30)
            width: parent.width - 2 * x
            spacing: Theme.px(24)
            ReceiptCard {
                width: parent.width
                height: implicitHeight
                register: page.register
            }
            ReceiptPromise {
                width: parent.width
                register: page.register
            }
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            wanted: !page.numberAside
            implicitHeight: numbers.implicitHeight
            ReceiptCard {
                id: numbers
                anchors.fill: parent
                register: page.register
            }
        }
        Block {
            wanted: !page.numberAside
            implicitHeight: promise.height
            ReceiptPromise {
                id: promise
                width: parent.width
                register: page.register
            }
        }
        Block {
            stretch: true
            most: Theme.px(660)
            implicitHeight: code.implicitHeight
            QrCard {
                id: code
                anchors.fill: parent
                rows: page.register.qrRows
                title: qsTr("手机扫，\n存到手机")
                note: qsTr("随时看送到没有")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), near.implicitHeight)
            PressButton {
                id: near
                objectName: "others"
                anchors.fill: parent
                name: qsTr("看附近的工作")
                icon: "search-person"
                look: "primary"
                size: Theme.text(52)
                onTriggered: page.visit.go("nearby")
            }
        }
    }
}
