import QtQuick
import Kiosk.Bridge

// For whoever looks after the station: hold the name in the corner for five seconds.
MouseArea {
    id: corner

    required property Visit visit

    objectName: "corner"
    width: Theme.px(200)
    height: Theme.px(120)
    pressAndHoldInterval: 5000
    onPressAndHold: corner.visit.beginCaring()
}
