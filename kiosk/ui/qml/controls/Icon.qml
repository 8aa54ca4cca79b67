import QtQuick

// A drawing in one colour. It never stands alone: a word is beside it.
Image {
    id: icon

    required property string name
    property real side: Theme.px(48)
    property color colour: Theme.ink

    width: icon.side
    height: icon.side
    sourceSize: Qt.size(Math.round(icon.side), Math.round(icon.side))
    source: icon.name === "" ? "" : "image://icon/" + icon.name + "/" + String(icon.colour).slice(-6)
    cache: false
}
