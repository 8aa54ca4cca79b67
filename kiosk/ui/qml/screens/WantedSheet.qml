pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What one may ask of the jobs. Every choice says beforehand how many jobs there are with it.
Sheet {
    id: sheet

    required property Wanting wanting
    required property Browse browse
    required property FreeTime freeTime
    required property Visit visit
    readonly property string topic: sheet.visit.sheet.replace("want-", "")
    readonly property var entry: sheet.entries[sheet.topic] ?? sheet.entries.more
    readonly property bool timed: sheet.topic === "hours"
    readonly property list<var> lines: sheet.linesOf(sheet.topic, Theme.landscape, Theme.textScale)

    wide: Theme.landscape ? Theme.panelWidth - 4 * Theme.margin : sheet.width
    crownHeight: question.height + Theme.px(16)
    baseHeight: Math.max(Theme.px(Theme.landscape ? 120 : 150), any.implicitHeight, below.visible ? below.implicitHeight : 0, done.implicitHeight)
    crown: [
        Words {
            id: question
            width: parent.width
            text: sheet.entry.question
            size: Theme.display(60)
            strong: true
        }
    ]
    base: [
        PressButton {
            id: any
            objectName: "unlimited"
            visible: sheet.wanting.narrowed.includes(sheet.topic)
            width: Math.round((parent.width - 2 * Theme.gap) / (below.visible ? 5 : 3))
            height: parent.height
            name: qsTr("不限")
            icon: Theme.large ? "" : "restart"
            look: "outline"
            size: Theme.display(48)
            onTriggered: sheet.wanting.drop(sheet.topic)
        },
        FreeKey {
            id: below
            visible: sheet.timed && Theme.landscape
            x: any.visible ? any.width + Theme.gap : 0
            width: Math.round(parent.width * 0.4)
            height: parent.height
            wanting: sheet.wanting
            freeTime: sheet.freeTime
            visit: sheet.visit
        },
        PressButton {
            id: done
            objectName: "see"
            x: (any.visible ? any.width + Theme.gap : 0) + (below.visible ? below.width + Theme.gap : 0)
            width: parent.width - x
            height: parent.height
            name: sheet.wanting.total < 0 ? qsTr("看看") : sheet.wanting.total === 0 ? qsTr("没有，看怎么办") : qsTr("看 %1").arg(sheet.wanting.howMany(sheet.wanting.total))
            icon: "forward"
            iconLast: true
            look: "primary"
            size: Theme.display(Theme.large ? 50 : 56)
            onTriggered: {
                sheet.browse.keep(sheet.wanting.total)
                sheet.visit.openSheet("")
            }
        }
    ]

    Repeater {
        model: sheet.timed && !Theme.landscape ? 1 : 0
        delegate: Block {
            id: freely

            touchable: true
            implicitHeight: Math.max(Theme.px(116), free.implicitHeight)
            FreeKey {
                id: free
                width: freely.width
                height: freely.height
                wanting: sheet.wanting
                freeTime: sheet.freeTime
                visit: sheet.visit
            }
        }
    }
    Repeater {
        model: sheet.lines
        delegate: Block {
            id: line

            required property var modelData
            property real tallest: 0

            touchable: true
            implicitHeight: title.space + Math.max(Theme.touch, line.tallest)

            Words {
                id: title
                readonly property real space: line.modelData.title === "" ? 0 : title.height + Theme.px(4)
                visible: title.space > 0
                width: parent.width
                text: line.modelData.title
                size: Theme.text(36)
                color: Theme.ink2
            }
            Row {
                id: row
                y: title.space
                height: line.height - y
                spacing: Theme.px(18)

                Repeater {
                    model: line.modelData.choices
                    delegate: CountedChoice {
                        id: choice

                        required property var modelData
                        readonly property var jobs: sheet.wanting.counts[choice.modelData.key]

                        objectName: choice.modelData.key
                        width: (line.width - (line.modelData.across - 1) * row.spacing) / line.modelData.across
                        height: row.height
                        name: choice.modelData.name
                        icon: choice.modelData.icon
                        note: choice.modelData.note
                        single: choice.modelData.single
                        count: choice.jobs === undefined ? "" : sheet.wanting.howMany(choice.jobs)
                        possible: choice.jobs !== 0
                        checked: sheet.wanting.chosen.includes(choice.modelData.key)
                        onImplicitHeightChanged: line.tallest = Math.max(...Array.from(row.children).map(item => item.implicitHeight))
                        onTriggered: sheet.wanting.toggle(choice.modelData.key)
                    }
                }
            }
        }
    }

    // The choices in lines, as many side by side as there is room for with these letters.
    function linesOf(topic: string, flat: bool, scale: real): list<var> {
        const lines = []
        for (const part of sheet.wanting.parts(topic)) {
            const pictures = part.choices[0].icon !== ""
            const across = scale > 1.5 ? (flat ? (scale > 1.8 ? 2 : 3) : scale > 1.8 || !pictures ? 1 : 2)
                         : flat ? (scale > 1.1 && !pictures ? Math.min(part.acrossFlat, 3) : part.acrossFlat)
                         : scale > 1.1 ? Math.min(part.across, pictures ? 3 : 2) : part.across
            for (let at = 0; at < part.choices.length; at += across)
                lines.push({ title: at === 0 ? part.title : "", across: across, choices: part.choices.slice(at, at + across) })
        }
        return lines
    }

    readonly property var entries: ({
        kinds: { question: qsTr("想干什么活？可以选几样") },
        hours: { question: qsTr("什么时候上班？") },
        body: { question: qsTr("干活时，哪样做不了？") },
        pay: { question: qsTr("一小时最少多少钱？") },
        more: { question: qsTr("还想要什么？") }
    })
}
