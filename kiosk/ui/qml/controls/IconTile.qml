import QtQuick

// A drawing on a coloured tile.
Rectangle {
    id: tile

    required property string icon
    property color fill: Theme.section("lake")
    property color ink: Theme.plain ? "#FFFFFF" : Theme.ink
    property real side: Theme.px(112)

    implicitWidth: tile.side
    implicitHeight: tile.side
    radius: tile.side * 0.2
    color: tile.fill
    border.width: Theme.hairline
    border.color: Theme.line

    Icon {
        anchors.centerIn: parent
        name: tile.icon
        side: tile.side * 0.62
        colour: tile.ink
    }
}
