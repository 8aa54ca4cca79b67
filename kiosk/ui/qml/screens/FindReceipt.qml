pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// 查我的回执: three pictures in order, and where the receipt stands. Nothing else is said.
Frame {
    id: page

    required property Lookup lookup
    readonly property bool known: page.lookup.outcome !== ""

    headHeight: top.height + Theme.px(30)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 10)
            width: parent.width - 2 * x
            spacing: Theme.px(page.side ? 30 : 18)
            Words {
                width: parent.width
                text: page.known ? page.said.title : qsTr("按顺序点 3 张图")
                size: Theme.display(page.side ? 60 : 68)
                strong: true
            }
            Pictures {
                shown: page.lookup.picked
                names: page.lookup.pickedNames
                side: Theme.px(page.side || Theme.large ? 108 : 128)
            }
        }
    ]

    ChoiceRows {
        visible: !page.known
        width: parent.width
        height: foot.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        across: page.side ? (Theme.large ? 3 : 4) : Theme.large ? 2 : 3
        chosen: []
        entries: page.lookup.offered
        onPicked: key => page.lookup.pick(key)
    }
    PressButton {
        id: foot
        objectName: "eraseLast"
        visible: !page.known
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(Theme.px(120), implicitHeight)
        look: page.lookup.picked.length > 0 ? "outline" : "still"
        enabled: page.lookup.picked.length > 0
        name: qsTr("删一张")
        icon: "backspace"
        onTriggered: page.lookup.erase()
    }

    PagedColumn {
        visible: page.known
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.side

        Repeater {
            model: page.lookup.states
            delegate: Block {
                id: state
                required property string modelData
                implicitHeight: card.height
                Rectangle {
                    id: card
                    width: parent.width
                    height: line.height + Theme.px(56)
                    radius: Theme.radius
                    color: Theme.surface
                    border.width: Theme.edge
                    border.color: Theme.line
                    Words {
                        id: line
                        objectName: "standing"
                        x: Theme.px(36)
                        y: Theme.px(28)
                        width: parent.width - 2 * x
                        text: state.modelData
                        size: Theme.text(44)
                        strong: true
                    }
                }
            }
        }
        Block {
            implicitHeight: note.height
            Words {
                id: note
                width: parent.width
                text: page.said.note
                size: Theme.text(38)
                color: Theme.ink2
            }
        }
        Block { stretch: true }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), again.implicitHeight)
            PressButton {
                id: again
                objectName: "again"
                anchors.fill: parent
                name: qsTr("再点一次")
                icon: "restart"
                look: page.lookup.outcome === "none" ? "primary" : "outline"
                size: Theme.text(48)
                onTriggered: page.lookup.clear()
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), ask.implicitHeight)
            PressButton {
                id: ask
                objectName: "askHelp"
                anchors.fill: parent
                name: qsTr("找人帮忙")
                icon: "help"
                look: "outline"
                size: Theme.text(48)
                onTriggered: page.visit.go("help")
            }
        }
    }

    readonly property var said: ({
        found: { title: qsTr("对得上的有 %1 份").arg(page.lookup.states.length), note: qsTr("看编号，哪一份是您的") },
        failed: { title: qsTr("现在查不了"), note: qsTr("请过一会儿再来，或者找人帮忙。") },
        none: { title: qsTr("没找到这三张图"), note: qsTr("别的驿站登记的，这里查不到。登记时扫过码的，手机上能看。") },
        paused: { title: qsTr("先歇一歇"), note: qsTr("这里点错的次数多了，过十分钟再来，或者找人帮忙。") }
    })[page.lookup.outcome] ?? { title: "", note: "" }
}
