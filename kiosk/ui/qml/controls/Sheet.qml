import QtQuick

// Something laid over the page that asks for an answer. It eats every touch that misses its buttons.
// `crown` and `base` stay above and below its blocks on every leaf.
Item {
    id: sheet

    property real wide: Theme.landscape ? Theme.px(1240) : sheet.width
    property bool floating: false
    property bool calm: false
    property alias inner: column
    property alias crown: crownBox.data
    property alias base: baseBox.data
    property real crownHeight: 0
    property real baseHeight: 0
    default property alias blocks: column.blocks
    readonly property real pad: Theme.px(Theme.landscape ? 36 : 44)
    readonly property real tallest: sheet.height - Math.max(Theme.px(floating ? 40 : 0), 0)

    MouseArea { anchors.fill: parent }

    Rectangle {
        id: paper
        anchors.horizontalCenter: parent.horizontalCenter
        y: sheet.floating ? Math.max(Theme.px(20), (sheet.height - height) * (Theme.landscape ? 0.5 : 0.86)) : sheet.height - height
        width: sheet.floating ? Math.min(sheet.wide, sheet.width - 2 * Theme.margin) : Math.min(sheet.wide, sheet.width)
        height: Math.min(sheet.tallest, column.wish + column.anchors.topMargin + column.anchors.bottomMargin)
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
        Item {
            id: crownBox
            x: sheet.pad
            y: sheet.pad
            width: parent.width - 2 * x
            height: sheet.crownHeight
        }
        PagedColumn {
            id: column
            anchors.fill: parent
            anchors.margins: sheet.pad
            anchors.topMargin: sheet.pad + sheet.crownHeight
            anchors.bottomMargin: sheet.pad + (sheet.baseHeight > 0 ? sheet.baseHeight + Theme.gap : 0)
            firstTouch: Theme.topReach - paper.y - anchors.topMargin
        }
        Item {
            id: baseBox
            x: sheet.pad
            y: parent.height - sheet.pad - height
            width: parent.width - 2 * x
            height: sheet.baseHeight
        }
    }
}
