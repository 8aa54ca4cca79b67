import QtQuick

// Who gets the answers, what for and for how long: said before they are sent (PIPL art. 17).
Rectangle {
    id: note

    required property string told

    implicitHeight: words.height + Theme.px(24)
    radius: Theme.px(18)
    color: Theme.sand
    border.width: Theme.hairline
    border.color: Theme.line

    Words {
        id: words
        x: Theme.px(22)
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        text: note.told
        size: Theme.display(32)
    }
}
