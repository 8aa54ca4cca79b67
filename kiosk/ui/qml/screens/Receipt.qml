import QtQuick
import Kiosk.Bridge
import "../controls"

// The answers are kept: the number, the code, and what happens now.
Frame {
    id: page

    required property Kept kept
    required property Slip slip

    // Somebody wants it on paper.
    signal slipWanted

    // Without a network the phone may carry it: the code holds all of it, sealed.
    readonly property bool carried: !page.kept.delivered && !page.station.online && page.kept.carryingRows.length > 0
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
                text: page.kept.done
                size: Theme.display(84)
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.px(16)
                Icon {
                    id: there
                    name: page.kept.delivered ? "check-circle" : "offline"
                    side: Theme.display(46)
                    colour: Theme.lake
                }
                Words {
                    objectName: "delivery"
                    width: Math.min(implicitWidth, top.width - there.width - Theme.px(20))
                    text: page.kept.delivered ? qsTr("社区已经收到") : qsTr("已经存在这台机器里，连上网就送到社区")
                    size: Theme.display(40)
                    strong: page.kept.delivered
                    color: page.kept.delivered ? Theme.lake : Theme.ink
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
                kept: page.kept
            }
            ReceiptPromise {
                width: parent.width
                kept: page.kept
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
                kept: page.kept
            }
        }
        Block {
            wanted: !page.numberAside
            implicitHeight: promise.height
            ReceiptPromise {
                id: promise
                width: parent.width
                kept: page.kept
            }
        }
        Block {
            stretch: true
            most: Theme.px(page.carried ? 1100 : 660) // a code that holds an envelope has many modules
            implicitHeight: code.implicitHeight
            QrCard {
                id: code
                anchors.fill: parent
                rows: page.carried ? page.kept.carryingRows : page.kept.qrRows
                title: page.carried ? qsTr("手机扫，\n现在就送") : qsTr("手机扫，\n存到手机")
                note: page.carried ? qsTr("这里没网，\n用您的手机送") : page.kept.tooLong && !page.station.online && page.station.phones
                    ? qsTr("内容长，手机带不走，\n连上网会自己送") : qsTr("随时看送到没有")
            }
        }
        Block {
            id: on
            touchable: true
            readonly property bool stacked: Theme.large && paper.visible
            implicitHeight: on.stacked ? near.implicitHeight + paper.implicitHeight + Theme.gap : Math.max(Theme.px(150), near.implicitHeight, paper.visible ? paper.implicitHeight : 0)
            SlipKey {
                id: paper
                slip: page.slip
                visible: page.slip.available
                width: on.stacked ? parent.width : Math.round((parent.width - Theme.gap) * 0.42)
                height: on.stacked ? implicitHeight : parent.height
                look: "outline"
                size: Theme.text(44)
                onWanted: page.slipWanted()
            }
            PressButton {
                id: near
                objectName: "others"
                x: paper.visible && !on.stacked ? paper.width + Theme.gap : 0
                y: on.stacked ? paper.height + Theme.gap : 0
                width: parent.width - x
                height: on.stacked ? implicitHeight : parent.height
                name: qsTr("看附近的工作")
                icon: "search-person"
                look: "primary"
                size: Theme.text(paper.visible ? 46 : 52)
                onTriggered: page.visit.go("nearby")
            }
        }
    }
}
