import QtQuick
import Kiosk.Bridge

// The same six places on every screen.
Rectangle {
    id: bar

    required property Station station
    required property Visit visit
    property bool atHome: false
    // Read out with every page it would tire; each place is read when the focus comes to it.
    property bool hushed: true
    readonly property real lastPlace: Math.max(Theme.px(196), (bar.width - 2 * Theme.px(14)) / 6)
    readonly property real place: (bar.width - 2 * Theme.px(14) - bar.lastPlace) / 5

    implicitHeight: Theme.px(24) + back.implicitHeight
    color: Theme.bar

    Rectangle {
        visible: !Theme.plain
        width: parent.width
        height: Theme.edge
        color: Theme.line
    }

    Row {
        x: Theme.px(14)
        y: Theme.px(12)
        height: parent.height - Theme.px(24)

        Item {
            width: bar.place
            height: parent.height
            BarKey {
                id: back
                objectName: "back"
                anchors.fill: parent
                visible: bar.visit.canGoBack
                name: qsTr("返回")
                icon: "back"
                onTriggered: bar.visit.back()
            }
        }
        Item {
            width: bar.place
            height: parent.height
            BarKey {
                objectName: "home"
                anchors.fill: parent
                name: qsTr("首页")
                icon: "home"
                here: bar.atHome
                onTriggered: bar.visit.home()
            }
        }
        Item {
            width: bar.place
            height: parent.height
            BarKey {
                anchors.fill: parent
                objectName: "read"
                visible: bar.station.canSpeak
                role: Accessible.CheckBox
                checked: bar.visit.reading
                here: bar.visit.reading
                name: bar.visit.reading ? qsTr("不用读了") : qsTr("读给我听")
                shortName: bar.visit.reading ? qsTr("停") : qsTr("听")
                icon: bar.visit.reading ? "speak-off" : "speak"
                onTriggered: bar.visit.reading = !bar.visit.reading
            }
        }
        Item {
            width: bar.place
            height: parent.height
            BarKey {
                objectName: "display"
                anchors.fill: parent
                name: qsTr("看得清")
                shortName: qsTr("看")
                icon: "text-size"
                onTriggered: bar.visit.openSheet("display")
            }
        }
        Item {
            width: bar.place
            height: parent.height
            BarKey {
                objectName: "help"
                anchors.fill: parent
                name: qsTr("找人帮忙")
                shortName: qsTr("帮忙")
                icon: "help"
                onTriggered: bar.visit.go("help")
            }
        }
        Item {
            width: bar.lastPlace
            height: parent.height
            BarKey {
                objectName: "leave"
                anchors.fill: parent
                name: qsTr("离开并清除")
                shortName: qsTr("离开")
                icon: "leave"
                strongest: true
                onTriggered: bar.visit.leave()
            }
        }
    }
}
