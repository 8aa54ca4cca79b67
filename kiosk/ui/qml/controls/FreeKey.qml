import QtQuick
import Kiosk.Bridge

// Leads to when somebody is free; says so once that is chosen.
PressButton {
    id: key

    required property Wanting wanting
    required property FreeTime freeTime
    required property Visit visit

    objectName: "want-free"
    look: key.wanting.freeSaid === "" ? "card" : "chosen"
    name: key.wanting.freeSaid === "" ? qsTr("我几点有空？连走路一起算") : key.wanting.freeSaid
    icon: "more-time"
    size: Theme.display(Theme.landscape ? 38 : 44)
    padding: Theme.px(18)
    onTriggered: {
        key.freeTime.begin()
        key.visit.openSheet("want-free")
    }
}
