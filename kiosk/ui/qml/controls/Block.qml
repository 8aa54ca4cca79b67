import QtQuick

// One part of a page. `stretch` takes a share of room left over; a `touchable` one stays below the line hands reach.
Item {
    id: block

    property bool wanted: true
    property bool stretch: false
    property bool touchable: false
    property bool heard: false
    property real most: Infinity

    signal remeasured

    visible: false
    onImplicitHeightChanged: block.remeasured()
    onWantedChanged: block.remeasured()
}
