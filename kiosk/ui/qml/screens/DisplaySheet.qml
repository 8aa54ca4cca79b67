pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// How to see and reach better. Everything changes at once, and goes back when the person leaves.
Sheet {
    id: sheet

    required property Station station
    required property Visit visit

    baseHeight: Math.max(Theme.px(150), reset.implicitHeight, done.implicitHeight)
    base: [
        PressButton {
            id: reset
            objectName: "reset"
            width: Math.round((parent.width - Theme.gap) * 0.42)
            height: parent.height
            name: qsTr("恢复原样")
            padding: Theme.px(14)
            icon: "restart"
            look: "outline"
            size: Theme.display(44)
            onTriggered: sheet.visit.resetDisplay()
        },
        PressButton {
            id: done
            objectName: "done"
            x: reset.width + Theme.gap
            width: parent.width - x
            height: parent.height
            name: qsTr("就这样")
            icon: "check"
            look: "primary"
            size: Theme.display(56)
            onTriggered: sheet.visit.openSheet("")
        }
    ]
    // Nobody is offered to listen where there is no voice.
    readonly property list<string> offered: ["lowReach", "listening", "slow", "scanning"].filter(way => way !== "listening" || sheet.station.canSpeak)
    readonly property int across: Theme.large ? 1 : 2

    Block {
        implicitHeight: question.height
        Words {
            id: question
            width: parent.width
            text: qsTr("怎么看得清？")
            size: Theme.display(66)
            strong: true
        }
    }
    Block {
        touchable: true
        implicitHeight: sizes.implicitHeight
        Options {
            id: sizes
            width: parent.width
            title: qsTr("字多大")
            Repeater {
                model: [[1, 40, qsTr("字普通")], [1.25, 50, qsTr("字大一点")], [1.6, 64, qsTr("字很大")], [2, 80, qsTr("字最大")]]
                delegate: PressButton {
                    id: size
                    required property list<var> modelData
                    objectName: "scale" + size.modelData[0]
                    role: Accessible.RadioButton
                    checked: sheet.visit.textScale === size.modelData[0]
                    look: size.checked ? "chosen" : "card"
                    width: (sizes.width - 3 * Theme.gap) / 4
                    height: Theme.px(144)
                    name: size.modelData[2]
                    label: qsTr("字")
                    size: Theme.px(size.modelData[1])
                    onTriggered: sheet.visit.textScale = size.modelData[0]
                }
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: colours.implicitHeight
        Options {
            id: colours
            width: parent.width
            title: qsTr("什么颜色")
            Repeater {
                model: [["standard", qsTr("普通")], ["dark", qsTr("黑底白字")], ["light", qsTr("白底黑字")]]
                delegate: PressButton {
                    id: colour
                    required property list<var> modelData
                    objectName: colour.modelData[0]
                    role: Accessible.RadioButton
                    checked: sheet.visit.colours === colour.modelData[0]
                    look: colour.checked ? "chosen" : "card"
                    width: (colours.width - 2 * Theme.gap) / 3
                    height: Math.max(Theme.px(144), implicitHeight)
                    padding: Theme.px(8)
                    name: colour.modelData[1]
                    size: Theme.display(44)
                    onTriggered: sheet.visit.colours = colour.modelData[0]
                }
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: tongues.implicitHeight
        Options {
            id: tongues
            width: parent.width
            title: qsTr("怎么说")
            Repeater {
                // each language calls itself by its own name
                model: [["zh", "中文"], ["simple", qsTr("简单说")], ["en", "English"]]
                delegate: PressButton {
                    id: tongue
                    required property list<string> modelData
                    objectName: "speak-" + tongue.modelData[0]
                    role: Accessible.RadioButton
                    checked: sheet.visit.language === tongue.modelData[0]
                    look: tongue.checked ? "chosen" : "card"
                    width: (tongues.width - 2 * Theme.gap) / 3
                    height: Math.max(Theme.px(144), implicitHeight)
                    padding: Theme.px(8)
                    name: tongue.modelData[1]
                    size: Theme.display(44)
                    onTriggered: sheet.visit.language = tongue.modelData[0]
                }
            }
        }
    }
    Repeater {
        model: Math.ceil(sheet.offered.length / sheet.across)
        delegate: Block {
            id: row
            required property int index
            readonly property list<string> entries: sheet.offered.slice(row.index * sheet.across, (row.index + 1) * sheet.across)
            property real tallest: 0
            touchable: true
            implicitHeight: Math.max(Theme.px(150), row.tallest)
            Row {
                id: tiles
                height: parent.height
                spacing: Theme.gap
                Repeater {
                    model: row.entries
                    delegate: HomeTile {
                        id: tile
                        required property string modelData
                        readonly property var entry: sheet.ways[tile.modelData]
                        objectName: tile.modelData
                        width: (row.width - (sheet.across - 1) * Theme.gap) / sheet.across
                        height: tiles.height
                        role: Accessible.CheckBox
                        checked: tile.entry.on
                        look: tile.checked ? "chosen" : "card"
                        shape: "side"
                        name: tile.entry.name
                        note: tile.entry.note
                        noteShown: !Theme.large
                        icon: tile.entry.icon
                        colour: tile.entry.colour
                        onImplicitHeightChanged: row.tallest = Math.max(...Array.from(tiles.children).map(item => item.implicitHeight))
                        onTriggered: sheet.change(tile.modelData)
                    }
                }
            }
        }
    }
    Repeater {
        model: sheet.station.canSpeak ? sheet.voice : []
        delegate: Block {
            id: voice
            required property var modelData
            touchable: true
            implicitHeight: levels.implicitHeight
            Options {
                id: levels
                width: parent.width
                title: voice.modelData.title
                Repeater {
                    model: voice.modelData.choices
                    delegate: PressButton {
                        id: level
                        required property var modelData
                        objectName: voice.modelData.what + level.modelData[0]
                        role: Accessible.RadioButton
                        checked: sheet.visit[voice.modelData.what] === level.modelData[0]
                        look: level.checked ? "chosen" : "card"
                        width: (levels.width - 2 * Theme.gap) / 3
                        height: Math.max(Theme.px(144), implicitHeight)
                        padding: Theme.px(8)
                        name: level.modelData[1]
                        size: Theme.display(44)
                        onTriggered: sheet.visit[voice.modelData.what] = level.modelData[0]
                    }
                }
            }
        }
    }
    Block {
        implicitHeight: promise.height
        Words {
            id: promise
            width: parent.width
            text: qsTr("您走了以后会自动恢复原样")
            size: Theme.display(34)
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
    }

    readonly property var voice: [
        { what: "rate", title: qsTr("念多快"), choices: [[75, qsTr("慢慢念")], [100, qsTr("一般")], [150, qsTr("快一点")]] },
        { what: "volume", title: qsTr("声音多大"), choices: [[50, qsTr("小声")], [80, qsTr("中等")], [100, qsTr("大声")]] }
    ]
    readonly property var ways: ({
        lowReach: { on: sheet.visit.lowReach, name: qsTr("坐着用"), note: qsTr("按钮放低"), icon: "sit", colour: "sea" },
        listening: { on: sheet.visit.mode === "listening", name: qsTr("听着用"), note: qsTr("都念出来，点四个角"), icon: "headphones", colour: "plum" },
        slow: { on: sheet.visit.slow, name: qsTr("慢一点"), note: qsTr("不限时间"), icon: "slow", colour: "brown" },
        scanning: { on: sheet.visit.mode === "scanning", name: qsTr("一个键用"), note: qsTr("自己走，到了按一下"), icon: "timer", colour: "olive" }
    })

    function change(way: string): void {
        if (way === "lowReach")
            sheet.visit.lowReach = !sheet.visit.lowReach
        else if (way === "slow")
            sheet.visit.slow = !sheet.visit.slow
        else
            sheet.visit.mode = sheet.visit.mode === way ? "" : way
    }
}
