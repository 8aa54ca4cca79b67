pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// What lies around the station: a display, nothing to press.
Item {
    id: radar

    required property Station station
    property string chosen: ""
    property bool turning: false
    property bool labelled: false
    property real pin: Theme.px(72)
    readonly property real side: Math.min(radar.width, radar.height)
    readonly property real reach: radar.side / 2 - radar.pin / 2

    RadarGround {
        width: 2 * radar.reach
        height: width
        anchors.centerIn: parent
        colour: Theme.heroInk
        glow: Theme.heroGlow
    }
    RadarSweep {
        id: sweep
        width: 2 * radar.reach
        height: width
        anchors.centerIn: parent
        visible: Theme.plain
        colour: Theme.heroNumber
        angle: 42
    }
    // One turn in 12 s, in steps a software renderer does not feel.
    Timer {
        running: radar.turning && Theme.plain
        interval: 100
        repeat: true
        onTriggered: sweep.angle = (sweep.angle + 3) % 360
    }

    Repeater {
        model: radar.station.blips
        delegate: Rectangle {
            id: blip

            required property string key
            required property string kind
            required property real bearing
            required property real share
            readonly property bool lit: blip.key === radar.chosen
            readonly property real away: radar.reach * Math.max(0.3, blip.share)

            width: blip.lit ? radar.pin * 1.22 : radar.pin
            height: blip.width
            radius: blip.width / 2
            x: radar.width / 2 + Math.sin(blip.bearing * Math.PI / 180) * blip.away - blip.width / 2
            y: radar.height / 2 - Math.cos(blip.bearing * Math.PI / 180) * blip.away - blip.height / 2
            z: blip.lit ? 2 : 1
            color: blip.lit ? Theme.heroNumber : Theme.plain ? "#FFFFFF" : Theme.surface
            border.width: Theme.hairline
            border.color: Theme.line

            Icon {
                anchors.centerIn: parent
                name: Theme.workIcon(blip.kind)
                side: blip.width * 0.58
                colour: blip.lit ? Theme.accentInk : Theme.plain ? Theme.lake : Theme.ink
            }
        }
    }

    Repeater {
        model: radar.labelled ? radar.station.rings : []
        delegate: Rectangle {
            id: label

            required property string modelData
            required property int index

            width: minutes.width + Theme.px(40)
            height: minutes.height + Theme.px(4)
            radius: height / 2
            z: 3
            color: Theme.heroLabel
            border.width: Theme.hairline
            border.color: Theme.line
            readonly property real away: radar.reach * (label.index + 1) / 3
            x: radar.width / 2 + Math.sin(radar.station.quietBearing * Math.PI / 180) * label.away - width / 2
            y: radar.height / 2 - Math.cos(radar.station.quietBearing * Math.PI / 180) * label.away - height / 2

            Words {
                id: minutes
                anchors.centerIn: parent
                text: qsTr("走 %1 分钟").arg(label.modelData)
                size: Theme.display(30)
                strong: true
                wrapMode: Text.NoWrap
                color: Theme.heroInk
            }
        }
    }

    Rectangle {
        anchors.centerIn: parent
        width: radar.pin * 1.44
        height: width
        radius: width / 2
        z: 4
        color: "#FFFFFF"
        border.width: Theme.px(8)
        border.color: Theme.plain ? "#5FA39A" : Theme.ink

        Icon {
            anchors.centerIn: parent
            name: "here"
            side: parent.width * 0.56
            colour: Theme.plain ? Theme.lake : "#000000"
        }
    }
}
