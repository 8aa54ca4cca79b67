import QtQuick
import Kiosk.Bridge

// Typing something: what is typed, the words it may stand for, the keys.
Sheet {
    id: sheet

    required property Typing typing
    required property string question
    required property string hint
    // What the two buttons say: leaving it, and being done.
    required property string dropping
    required property string dropIcon
    required property string done

    signal dropped
    signal finished(words: string)

    wide: Theme.landscape ? Theme.panelWidth - 4 * Theme.margin : sheet.width

    Block {
        id: page

        readonly property bool flat: Theme.landscape
        readonly property real column: page.flat ? Math.round(page.width * 0.34) : page.width
        readonly property real fieldTop: title.height + Theme.px(14)
        readonly property real buttonHeight: Math.max(Theme.px(page.flat ? 116 : 150), drop.implicitHeight, see.implicitHeight)
        readonly property real buttonsTop: page.height - (page.flat ? 2 * page.buttonHeight + Theme.gap : page.buttonHeight)
        readonly property real fieldHeight: Math.max(Theme.px(176), Math.round(4 * Theme.display(40) * Theme.lineHeight + Theme.px(30)))

        // Somebody who sits: the sheet takes the whole panel, so that what is only read stands above the line.
        readonly property bool whole: page.flat || Theme.lowReach
        readonly property real line: Theme.lowReach ? Theme.topReach - sheet.pad - keys.wordsTop : 0

        stretch: page.whole
        implicitHeight: page.whole ? sheet.tallest - 2 * sheet.pad
                                  : page.fieldTop + page.fieldHeight + Theme.px(10) + keys.implicitHeight + Theme.gap + page.buttonHeight

        Words {
            id: title
            width: page.column
            text: sheet.question
            size: Theme.display(60)
            strong: true
        }
        TypedText {
            typing: sheet.typing
            y: page.fieldTop
            width: page.column
            height: page.flat ? page.buttonsTop - y - Theme.gap : Math.max(page.fieldHeight, keys.y - Theme.px(10) - y)
            hint: sheet.hint
        }
        Keyboard {
            id: keys
            objectName: "keyboard"
            typing: sheet.typing
            x: page.flat ? page.column + Theme.px(44) : 0
            y: Math.max(page.line, page.flat ? 0 : page.fieldTop + page.fieldHeight + Theme.px(10))
            width: page.width - x
            rows: Theme.lowReach ? 1 : 2
            height: (page.flat ? page.height : page.buttonsTop - Theme.gap) - y
        }
        PressButton {
            id: drop
            objectName: "drop"
            y: page.buttonsTop
            width: page.flat ? page.column : Math.round((page.width - 2 * Theme.gap) / 3)
            height: page.buttonHeight
            padding: Theme.px(14)
            name: sheet.dropping
            icon: Theme.large ? "" : sheet.dropIcon
            look: "outline"
            size: Theme.display(46)
            onTriggered: sheet.dropped()
        }
        PressButton {
            id: see
            objectName: "see"
            x: page.flat ? 0 : drop.width + Theme.gap
            y: page.height - height
            width: page.column - x
            height: page.buttonHeight
            name: sheet.done
            icon: "forward"
            iconLast: true
            look: "primary"
            size: Theme.display(56)
            onTriggered: sheet.finished(sheet.typing.commit())
        }
    }
}
