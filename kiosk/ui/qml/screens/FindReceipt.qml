pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// 查我的回执: three pictures in order, and where the receipt stands. Nothing else is said.
Frame {
    id: page

    required property Lookup lookup
    readonly property bool leaving: page.lookup.leaving !== ""
    readonly property bool numbering: page.lookup.numbering
    readonly property bool known: page.lookup.outcome !== "" && !page.leaving && !page.numbering
    readonly property bool picking: !page.known && !page.leaving && !page.numbering

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
                text: page.leaving ? qsTr("要删 %1 吗？").arg(page.lookup.leaving) : page.known ? page.said.title : page.numbering ? qsTr("回执上的编号？") : qsTr("按顺序点 3 张图")
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

    SignPad {
        visible: page.numbering
        width: parent.width
        height: (wrong.visible ? wrong.y : foot.y) - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        typed: page.lookup.signs
        keys: page.lookup.keys
        onPressed: sign => page.lookup.press(sign)
    }
    ChoiceRows {
        visible: page.picking
        width: parent.width
        height: foot.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        across: page.side ? (Theme.large ? 3 : 4) : Theme.large ? 2 : 3
        chosen: []
        entries: page.lookup.offered
        onPicked: key => page.lookup.pick(key)
    }
    Problem {
        id: wrong
        visible: page.lookup.wrong && page.numbering
        width: parent.width
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.gap
        text: qsTr("编号不对，请看看回执")
    }
    PressButton {
        id: foot
        objectName: "eraseLast"
        visible: page.picking || page.numbering
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(Theme.px(120), implicitHeight)
        look: foot.enabled ? "outline" : "still"
        enabled: page.numbering ? page.lookup.signs.charAt(0) !== "_" : page.lookup.picked.length > 0
        name: page.numbering ? qsTr("删一位") : qsTr("删一张")
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
                required property int index
                readonly property bool erasable: page.lookup.withdrawable[state.index] ?? false
                touchable: state.erasable
                implicitHeight: card.height
                Rectangle {
                    id: card
                    width: parent.width
                    height: state.erasable ? erase.y + erase.height + Theme.px(20) : line.height + Theme.px(56)
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
                    PressButton {
                        id: erase
                        objectName: "withdraw" + state.index
                        visible: state.erasable
                        x: Theme.px(20)
                        y: line.y + line.height + Theme.px(20)
                        width: parent.width - 2 * x
                        height: implicitHeight
                        name: qsTr("删除我的信息")
                        icon: "trash"
                        look: "outline"
                        size: Theme.text(40)
                        onTriggered: page.lookup.withdraw(state.index)
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
            wanted: page.lookup.outcome === "none" && !page.lookup.elsewhere
            implicitHeight: Math.max(Theme.px(150), other.implicitHeight)
            PressButton {
                id: other
                objectName: "elsewhere"
                anchors.fill: parent
                name: qsTr("是在别的驿站登记的")
                icon: "station"
                look: "outline"
                size: Theme.text(48)
                onTriggered: page.lookup.askNumber()
            }
        }
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

    PagedColumn {
        visible: page.leaving
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.side

        Block {
            implicitHeight: sure.height
            Words {
                id: sure
                width: parent.width
                text: qsTr("社区的人收到后就删，找不回来。\n还想找活，可以再登记。")
                size: Theme.text(42)
            }
        }
        Block { stretch: true }
        Block {
            id: both
            touchable: true
            implicitHeight: Math.max(Theme.px(170), stay.implicitHeight, go.implicitHeight)
            PressButton {
                id: stay
                objectName: "keepIt"
                width: (parent.width - Theme.gap) / 2
                height: parent.height
                name: qsTr("先不删")
                icon: "back"
                look: "outline"
                size: Theme.display(50)
                onTriggered: page.lookup.keep()
            }
            PressButton {
                id: go
                objectName: "eraseIt"
                x: stay.width + Theme.gap
                width: stay.width
                height: parent.height
                name: qsTr("删掉")
                icon: "trash"
                look: "outline"
                size: Theme.display(50)
                onTriggered: page.lookup.confirm()
            }
        }
    }

    readonly property var said: ({
        found: { title: qsTr("对得上的有 %1 份").arg(page.lookup.states.length), note: qsTr("看编号，哪一份是您的") },
        failed: { title: qsTr("现在查不了"), note: qsTr("请过一会儿再来，或者找人帮忙。") },
        none: page.lookup.elsewhere
            ? { title: qsTr("没找到这一份"), note: qsTr("看看编号和图对不对。刚登记的，要过一天别的驿站才知道。") }
            : { title: qsTr("没找到这三张图"), note: qsTr("别的驿站登记的，还要按编号。") },
        paused: { title: qsTr("先歇一歇"), note: qsTr("这里点错的次数多了，过十分钟再来，或者找人帮忙。") }
    })[page.lookup.outcome] ?? { title: "", note: "" }
}
