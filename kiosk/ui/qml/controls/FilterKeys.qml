import QtQuick
import Kiosk.Bridge

// What one may ask of the jobs: a key for each question, and one that takes everything back.
Grid {
    id: keys

    required property Wanting wanting
    required property Visit visit
    required property Skills skills
    property real wide: Theme.panelWidth
    property int most: 5 // side by side
    readonly property int shownKeys: 6 + (keys.skills.available ? 1 : 0) + (keys.wanting.hasAny ? 1 : 0)
    readonly property real keyWidth: (keys.wide - (keys.columns - 1) * keys.columnSpacing) / keys.columns

    columns: keys.most < keys.shownKeys ? Math.ceil(keys.shownKeys / 2) : keys.shownKeys
    columnSpacing: Theme.px(16)
    rowSpacing: Theme.px(14)

    FilterKey {
        objectName: "want-kinds"
        width: keys.keyWidth
        label: qsTr("干什么")
        said: keys.wanting.kindsSaid
        icon: "shapes"
        onTriggered: keys.visit.openSheet("want-kinds")
    }
    FilterKey {
        objectName: "want-hours"
        width: keys.keyWidth
        label: qsTr("几点上班")
        said: keys.wanting.hoursSaid
        icon: "clock"
        onTriggered: keys.visit.openSheet("want-hours")
    }
    FilterKey {
        objectName: "want-body"
        width: keys.keyWidth
        label: qsTr("会不会累")
        said: keys.wanting.bodySaid
        icon: "body"
        onTriggered: keys.visit.openSheet("want-body")
    }
    FilterKey {
        objectName: "want-pay"
        width: keys.keyWidth
        label: qsTr("多少钱")
        said: keys.wanting.paySaid
        icon: "money"
        onTriggered: keys.visit.openSheet("want-pay")
    }
    FilterKey {
        objectName: "want-more"
        width: keys.keyWidth
        label: qsTr("更多")
        said: keys.wanting.moreSaid
        icon: "checklist"
        onTriggered: keys.visit.openSheet("want-more")
    }
    FilterKey {
        objectName: "want-words"
        width: keys.keyWidth
        label: qsTr("打字找")
        said: keys.wanting.wordsSaid
        icon: "search"
        onTriggered: keys.visit.openSheet("want-words")
    }
    FilterKey {
        objectName: "skills"
        visible: keys.skills.available
        width: keys.keyWidth
        label: qsTr("会做的事")
        icon: "hand"
        onTriggered: {
            keys.visit.openSheet("")
            keys.visit.go("skills")
        }
    }
    FilterKey {
        objectName: "want-all"
        visible: keys.wanting.hasAny
        width: keys.keyWidth
        look: "outline"
        label: qsTr("全部不限")
        icon: "restart"
        onTriggered: keys.wanting.clear()
    }
}
