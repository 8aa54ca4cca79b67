import QtQuick
import Kiosk.Bridge
import "controls"
import "screens"

// The test of the touch panel in a window of its own, before there is a station to show.
Item {
    id: root

    required property TouchTest touchTest
    required property Visit visit
    required property real diagonalInch

    signal closed

    width: 1080
    height: 1920

    Binding { target: Theme; property: "panelWidth"; value: root.width }
    Binding { target: Theme; property: "panelHeight"; value: root.height }
    Binding { target: Theme; property: "diagonalInch"; value: root.diagonalInch }

    FiveTargets {
        anchors.fill: parent
        touchTest: root.touchTest
        visit: root.visit
        onClosed: root.closed()
    }
}
