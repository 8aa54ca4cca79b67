import QtQuick

// A key of the keyboard that does something else than write; it is as wide as some of the others together.
PressButton {
    id: key

    required property Keyboard keyboard
    property int across: 2

    width: key.across * key.keyboard.keyWidth + (key.across - 1) * key.keyboard.gap
    height: key.keyboard.keyHeight
    padding: Theme.px(8)
    corner: Theme.px(24)
    look: "outline"
    size: Theme.display(38)
}
