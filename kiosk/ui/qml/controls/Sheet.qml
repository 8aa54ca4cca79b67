import QtQuick

// Something laid over the page that asks for an answer. It eats every touch that misses its buttons.
Item {
    id: sheet

    property real wide: Theme.landscape ? Theme.px(1240) : sheet.width
    property bool floating: false
    property bool calm: false
    property alias inner: column
    default property alias blocks: column.blocks
    readonly property real pad: Theme.px(44)
    readonly property real tallest: sheet.height - Math.max(Theme.px(floating ? 40 : 0), 0)

    MouseArea { anchors.fill: parent }

    Rectangle {
        id: paper
        anchors.horizontalCenter: parent.horizontalCenter
        y: sheet.floating ? Math.max(Theme.px(20), (sheet.height - height) * (Theme.landscape ? 0.5 : 0.86)) : sheet.height - height
        width: sheet.floating ? Math.min(sheet.wide, sheet.width - 2 * Theme.margin) : Math.min(sheet.wide, sheet.width)
        height: Math.min(sheet.tallest, column.wish + 2 * sheet.pad)
        radius: Theme.px(48)
        color: sheet.floating ? Theme.surface : Theme.ground
        border.width: Theme.hairline
        border.color: Theme.line

        Rectangle {
            visible: !sheet.floating
            anchors.bottom: parent.bottom
            width: parent.width
            height: parent.radius
            color: parent.color
        }
        PagedColumn {
            id: column
            anchors.fill: parent
            anchors.margins: sheet.pad
            firstTouch: Theme.topReach - paper.y - sheet.pad
        }
    }
}
