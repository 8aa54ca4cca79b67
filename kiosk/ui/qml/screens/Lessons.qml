import QtQuick
import Kiosk.Bridge
import "../controls"

// What one can be told in a minute: how to speak with an employer, what to look out for.
Frame {
    id: page

    required property Guidance guidance
    required property Asking asking

    headHeight: words.height + Theme.px(30)
    head: [
        Column {
            id: words
            x: Theme.margin
            y: Theme.px(page.side ? 40 : 10)
            width: parent.width - 2 * x
            spacing: Theme.px(10)
            Words {
                width: parent.width
                text: qsTr("求职指导")
                size: Theme.display(72)
                strong: true
            }
            Words {
                width: parent.width
                text: qsTr("几张图看明白，一分钟一课")
                size: Theme.text(38)
                color: Theme.ink2
            }
        }
    ]

    ChoiceRows {
        anchors.fill: parent
        visible: !page.guidance.none
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.large ? 1 : page.side ? 4 : 3
        most: Theme.px(320)
        chosen: []
        entries: page.guidance.lessons
        onPicked: key => {
            page.guidance.openGuide(key)
            page.visit.go("guide")
        }
    }
    PagedColumn {
        anchors.fill: parent
        visible: page.guidance.none
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: none.height + Theme.px(30)
            EmptyNote {
                id: none
                width: parent.width
                icon: "chat"
                colour: "sea"
                title: qsTr("这一块的内容还没送到这台机器。")
                note: qsTr("有人可以一对一教您")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), call.implicitHeight)
            PressButton {
                id: call
                objectName: "askHelp"
                anchors.fill: parent
                name: qsTr("请社区的人打给我")
                icon: "phone-callback"
                look: "primary"
                size: Theme.text(48)
                onTriggered: {
                    page.asking.begin("help", "", "")
                    page.visit.go("ask")
                }
            }
        }
    }

    Component.onCompleted: page.guidance.refresh()
}
