pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Who helps, when, and under which number; honest if nobody does.
Frame {
    id: page

    required property Board board
    required property Asking asking
    readonly property bool somebody: page.board.dutyPhone !== "" || page.board.dutyName !== ""
    // The steps before the last, which everybody is told, stand here where all of it fits on one page.
    readonly property bool whole: column.height >= [steps.implicitHeight, page.somebody ? card.height : 0,
        page.tipsAside ? 0 : aside.implicitHeight, 0, Math.max(Theme.px(150), call.implicitHeight), more.implicitHeight]
        .reduce((sum, height) => sum + height + Theme.gap)
    readonly property bool tipsAside: page.side && !Theme.large && upper.height + aside.implicitHeight < page.height - Theme.px(200)

    headHeight: top.height + Theme.px(30)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: page.side ? Theme.px(30) : Theme.px(10)
            width: parent.width - 2 * x
            spacing: Theme.px(20)
            Column {
                id: upper
                width: parent.width
                spacing: Theme.px(20)
                IconTile {
                    visible: page.side || (!Theme.large && page.somebody)
                    icon: "help"
                    fill: Theme.section("lake")
                    side: Theme.px(160)
                }
                Words {
                    width: parent.width
                    text: qsTr("找人帮忙")
                    size: Theme.display(78)
                    strong: true
                }
                Words {
                    width: parent.width
                    text: page.somebody ? qsTr("打这个电话，有人教您用") : qsTr("这里没有人值守，也没有留下电话")
                    size: Theme.display(42)
                }
            }
            Item { width: 1; height: Theme.px(20) }
            HelpTips {
                id: aside
                entries: [...page.station.helpTips, ...page.station.helpSteps.slice(-1)]
                visible: page.tipsAside
                width: parent.width
            }
        }
    ]

    PagedColumn {
        id: column
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            wanted: page.somebody
            implicitHeight: card.height
            Rectangle {
                id: card
                width: parent.width
                height: who.height + Theme.px(44)
                radius: Theme.radius
                color: Theme.surface
                border.width: Theme.edge
                border.color: Theme.line
                Column {
                    id: who
                    x: Theme.px(40)
                    y: Theme.px(22)
                    width: parent.width - 2 * x
                    spacing: Theme.px(8)
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: [page.board.dutyName, page.board.dutyPlace].filter(part => part !== "").join(" · ")
                        size: Theme.display(52)
                        strong: true
                    }
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: page.board.dutyPhone
                        size: Math.min(Theme.text(80), who.width / 7.8)
                        strong: true
                        color: Theme.lake
                    }
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: page.board.dutyNow
                        size: Theme.display(44)
                        strong: true
                    }
                    Words {
                        visible: page.board.dutyHours !== ""
                        width: parent.width
                        text: qsTr("几点有人：%1").arg(page.board.dutyHours)
                        size: Theme.display(40)
                    }
                }
            }
        }
        Block {
            wanted: page.whole
            implicitHeight: steps.implicitHeight
            HelpTips {
                id: steps
                entries: page.station.helpSteps.slice(0, -1)
                columns: page.side ? 2 : 1
                width: parent.width
            }
        }
        Repeater {
            model: page.tipsAside ? [] : aside.entries
            delegate: Block {
                id: row
                required property var modelData
                implicitHeight: tip.implicitHeight
                Fact {
                    id: tip
                    width: parent.width
                    icon: row.modelData.icon
                    title: row.modelData.title
                    note: row.modelData.note
                }
            }
        }
        Block { stretch: true }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), call.implicitHeight)
            PressButton {
                id: call
                objectName: "helpMe"
                anchors.fill: parent
                name: qsTr("请社区的人打给我")
                icon: "phone-callback"
                look: "primary"
                size: Theme.text(52)
                onTriggered: {
                    page.asking.begin("help", "", "")
                    page.visit.go("ask")
                }
            }
        }
        Block {
            id: more
            touchable: true
            readonly property bool stacked: Theme.large
            implicitHeight: more.stacked ? near.implicitHeight + hire.implicitHeight + Theme.gap : Math.max(Theme.px(140), near.implicitHeight, hire.implicitHeight)
            PressButton {
                id: near
                objectName: "others"
                width: more.stacked ? parent.width : (parent.width - Theme.gap) / 2
                height: more.stacked ? implicitHeight : parent.height
                name: qsTr("看附近的工作")
                icon: "search-person"
                look: "outline"
                size: Theme.text(44)
                onTriggered: page.visit.go("nearby")
            }
            PressButton {
                id: hire
                objectName: "hiring"
                x: more.stacked ? 0 : near.width + Theme.gap
                y: more.stacked ? near.height + Theme.gap : 0
                width: near.width
                height: near.height
                name: qsTr("我的店要招人")
                icon: "work-shop"
                look: "outline"
                size: Theme.text(44)
                onTriggered: {
                    page.asking.begin("hiring", "", "")
                    page.visit.go("ask")
                }
            }
        }
    }
}
