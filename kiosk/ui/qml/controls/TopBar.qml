import QtQuick
import Kiosk.Bridge

// The station's name, whether it is connected (or that its content is invented), and the time.
Item {
    id: bar

    required property Station station
    property bool hero: false
    property bool named: true
    property bool timed: true
    readonly property color ink: bar.hero ? Theme.heroInk : Theme.ink

    implicitHeight: Math.max(Theme.px(104), name.height + Theme.px(28), chip.implicitHeight + Theme.px(36))

    Icon {
        id: pin
        visible: bar.named
        name: "station"
        side: Theme.display(44)
        colour: bar.ink
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
    }
    Words {
        id: name
        visible: bar.named
        anchors.left: pin.right
        anchors.leftMargin: Theme.px(14)
        anchors.right: bar.timed ? chip.left : parent.right
        anchors.rightMargin: Theme.px(20)
        anchors.verticalCenter: parent.verticalCenter
        text: bar.station.name
        size: Theme.display(32)
        strong: true
        color: bar.ink
    }
    Chip {
        id: chip
        visible: bar.timed
        anchors.right: time.left
        anchors.rightMargin: Theme.px(26)
        anchors.verticalCenter: parent.verticalCenter
        radius: height / 2
        text: bar.station.demo ? qsTr("演示内容") : bar.station.online ? qsTr("已连上") : qsTr("没网也能用")
        icon: bar.station.demo ? "info" : bar.station.online ? "online" : "offline"
        size: Theme.display(30)
        fill: bar.hero ? Theme.heroChip : Theme.mint
        ink: bar.hero ? Theme.heroInk : Theme.mintInk
    }
    Words {
        id: time
        visible: bar.timed
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        text: bar.station.clock
        size: Theme.display(42)
        strong: true
        color: bar.ink
        font.features: { "tnum": 1 }
    }
}
