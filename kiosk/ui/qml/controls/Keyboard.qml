pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// Letters by pinyin: what is composed, the words it may stand for, and ten keys across.
Item {
    id: keyboard

    required property Typing typing
    property int rows: 2 // of words to choose from
    readonly property bool signs: keyboard.typing.mode === "123"
    readonly property real gap: Math.max(Theme.tight, 2.6 * Theme.pxPerMm)
    readonly property real wordSize: Theme.display(54)
    readonly property real wordHeight: Math.max(Theme.touch, Math.round(keyboard.wordSize * Theme.lineHeight) + Theme.px(16)) + Theme.foot
    readonly property real turnWidth: 3 * Theme.display(34) + Theme.px(44)
    readonly property real wordsWidth: keyboard.width - (keyboard.rows === 1 ? 2 : 1) * (keyboard.turnWidth + keyboard.gap)
    readonly property real wordsTop: strip.height + Theme.px(8)
    readonly property real keysTop: keyboard.wordsTop + keyboard.rows * (keyboard.wordHeight + keyboard.gap) + Theme.px(6)
    readonly property real keyWidth: (keyboard.width - 9 * keyboard.gap) / 10
    readonly property real keyHeight: (keyboard.height - keyboard.keysTop - 3 * keyboard.gap) / 4
    readonly property list<string> lines: keyboard.signs ? ["1234567890", "，。？！、：；（）", "-/.+%～@"] : ["qwertyuiop", "asdfghjkl", "zxcvbnm"]

    implicitHeight: keyboard.keysTop + 4 * Math.max(Theme.touch + Theme.foot, Theme.px(Theme.landscape ? 104 : 122)) + 3 * keyboard.gap

    Binding { target: keyboard.typing; property: "room"; value: (keyboard.wordsWidth + keyboard.gap) / keyboard.wordSize }
    Binding { target: keyboard.typing; property: "rows"; value: keyboard.rows }

    Item {
        id: strip
        width: keyboard.width
        height: Math.round(Theme.display(46) * Theme.lineHeight)

        Words {
            objectName: "spelled"
            anchors.verticalCenter: parent.verticalCenter
            text: keyboard.typing.spelled
            size: Math.floor(Math.min(Theme.display(46), strip.width / (0.62 * Math.max(1, keyboard.typing.spelled.length))))
            strong: true
            wrapMode: Text.NoWrap
            color: Theme.lake
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            text: keyboard.typing.composing !== "" ? "" : keyboard.typing.full ? qsTr("写满了，不能再长了")
                : keyboard.typing.mode === "pinyin" ? qsTr("打拼音，或打头一个字母") : qsTr("按哪个就写哪个")
            size: Theme.display(34)
            color: Theme.ink2
        }
    }
    Words {
        y: keyboard.wordsTop + (keyboard.wordHeight - height) / 2
        width: keyboard.wordsWidth
        text: keyboard.typing.lost ? qsTr("没有这样的字，删一位再打") : ""
        size: Theme.display(38)
    }
    Flow {
        id: words
        y: keyboard.wordsTop
        width: keyboard.wordsWidth
        spacing: keyboard.gap

        // Always the same keys, so that the focus stays where it is and a second tap is not heard.
        Repeater {
            model: 24
            delegate: PressButton {
                id: word

                required property int index
                readonly property string said: keyboard.typing.candidates[word.index] ?? ""

                objectName: "word" + word.index
                visible: word.said !== ""
                width: Math.floor((word.said.length + keyboard.typing.padding) * keyboard.wordSize - keyboard.gap)
                height: keyboard.wordHeight
                padding: Theme.px(4)
                corner: Theme.px(24)
                name: word.said
                size: keyboard.wordSize
                onVisibleChanged: {
                    if (!word.visible && word.focus)
                        keyboard.comeBack()
                }
                onTriggered: {
                    if (!still.running) {
                        still.restart()
                        keyboard.typing.choose(word.index)
                    }
                }
            }
        }
    }
    // The words have just changed under the finger: its second tap must not choose another.
    Timer { id: still; interval: Theme.doubleTapMs }

    Repeater {
        model: [[-1, qsTr("上一页"), "wordsBefore"], [1, qsTr("下一页"), "wordsAfter"]]
        delegate: PressButton {
            id: turn

            required property int index
            required property list<var> modelData

            objectName: turn.modelData[2]
            visible: turn.index === 0 ? keyboard.typing.candidatePage > 0 : keyboard.typing.hasMore
            readonly property int beside: keyboard.rows === 1 ? 1 - turn.index : 0 // in one row they stand side by side
            x: keyboard.width - width - turn.beside * (width + keyboard.gap)
            y: keyboard.wordsTop + (keyboard.rows === 1 ? 0 : turn.index * (keyboard.wordHeight + keyboard.gap))
            width: keyboard.turnWidth
            height: keyboard.wordHeight
            padding: Theme.px(6)
            corner: Theme.px(24)
            look: "outline"
            name: turn.index === 0 ? qsTr("前面的字") : qsTr("后面的字")
            label: turn.modelData[1]
            size: Theme.display(34)
            onVisibleChanged: {
                if (!turn.visible && turn.focus)
                    keyboard.comeBack()
            }
            onTriggered: keyboard.typing.turn(turn.modelData[0])
        }
    }

    Repeater {
        id: letters
        model: 3
        delegate: Row {
            id: line

            required property int index

            x: line.index === 1 ? (keyboard.keyWidth + keyboard.gap) / 2 : 0
            y: keyboard.keysTop + line.index * (keyboard.keyHeight + keyboard.gap)
            spacing: keyboard.gap

            Repeater {
                model: [10, 9, 7][line.index]
                delegate: PressButton {
                    id: key

                    required property int index
                    readonly property string sign: keyboard.lines[line.index][key.index]

                    objectName: "key" + key.sign
                    width: keyboard.keyWidth
                    height: keyboard.keyHeight
                    padding: Theme.px(4)
                    corner: Theme.px(24)
                    name: keyboard.names[key.sign] ?? key.sign
                    label: key.sign
                    size: Math.floor(Math.min(Theme.display(58), key.width * 0.64, key.height * 0.6))
                    onTriggered: keyboard.typing.press(key.sign)
                }
            }
            KeyboardKey {
                keyboard: keyboard
                visible: line.index === 2
                objectName: "keyErase"
                across: 3
                name: qsTr("删一位")
                icon: "backspace"
                onTriggered: keyboard.typing.erase()
            }
        }
    }
    Row {
        y: keyboard.keysTop + 3 * (keyboard.keyHeight + keyboard.gap)
        spacing: keyboard.gap

        KeyboardKey {
            keyboard: keyboard
            objectName: "keyNumbers"
            name: keyboard.signs ? qsTr("字母") : qsTr("数字")
            onTriggered: keyboard.typing.toggleNumbers()
        }
        KeyboardKey {
            keyboard: keyboard
            objectName: "keyMode"
            name: keyboard.typing.latin ? qsTr("拼音") : qsTr("英文")
            onTriggered: keyboard.typing.toggleMode()
        }
        KeyboardKey {
            keyboard: keyboard
            objectName: "keySpace"
            across: 4
            name: qsTr("空格")
            onTriggered: keyboard.typing.space()
        }
        KeyboardKey {
            keyboard: keyboard
            objectName: "keyClear"
            name: qsTr("清空")
            onTriggered: keyboard.typing.clear()
        }
    }

    readonly property var names: ({
        "，": qsTr("逗号"), "。": qsTr("句号"), "？": qsTr("问号"), "！": qsTr("叹号"), "、": qsTr("顿号"), "：": qsTr("冒号"),
        "；": qsTr("分号"), "（": qsTr("左括号"), "）": qsTr("右括号"), "-": qsTr("横线"), "/": qsTr("斜线"), ".": qsTr("点"),
        "+": qsTr("加号"), "%": qsTr("百分号"), "～": qsTr("波浪线"), "@": qsTr("圈 a")
    })

    // Somebody who uses keys goes on from the first letter when what they stood on is gone.
    function comeBack(): void {
        if (Theme.byKeyboard)
            letters.itemAt(0).children[0].forceActiveFocus(Qt.OtherFocusReason)
    }
}
