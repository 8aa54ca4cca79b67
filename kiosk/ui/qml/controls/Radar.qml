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
    property list<string> covered
    property real pin: Theme.px(72)
    readonly property real side: Math.min(radar.width, radar.height)
    readonly property real reach: radar.side / 2 - radar.pin / 2

    RadarGround {
        width: 2 * radar.reach
        anchors.centerIn: parent
        colour: Theme.heroInk
        glow: Theme.heroGlow
    }
    RadarBeam {
        id: beam
        objectName: "beam"
        width: 2 * radar.reach
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
        onTriggered: beam.angle = (beam.angle + 3) % 360
    }

    Repeater {
        id: blips
        model: radar.station.blips
        onItemAdded: soon.restart()
        delegate: Rectangle {
            id: blip

            required property string key
            required property string kind
            required property real bearing
            required property real share
            readonly property bool covered: radar.covered.includes(blip.key)
            readonly property bool lit: blip.key === radar.chosen
            readonly property real away: radar.reach * Math.max(0.3, blip.share)

            visible: !blip.covered
            width: blip.lit ? radar.pin * 1.22 : radar.pin
            height: blip.width
            radius: blip.width / 2
            readonly property real middleX: radar.width / 2 + Math.sin(blip.bearing * Math.PI / 180) * blip.away
            readonly property real middleY: radar.height / 2 - Math.cos(blip.bearing * Math.PI / 180) * blip.away
            x: blip.middleX - blip.width / 2
            y: blip.middleY - blip.height / 2
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
        id: labels
        model: radar.labelled ? radar.station.rings : null
        onItemAdded: soon.restart()
        delegate: Rectangle {
            id: label

            required property string text
            required property real share

            objectName: "ring"
            width: words.width + Theme.px(36)
            height: words.height + Theme.px(4)
            radius: height / 2
            z: 3
            color: Theme.heroLabel
            border.width: Theme.hairline
            border.color: Theme.line
            onWidthChanged: soon.restart()

            Words {
                id: words
                anchors.centerIn: parent
                text: label.text
                size: Theme.display(30)
                strong: true
                wrapMode: Text.NoWrap
                color: Theme.heroInk
            }
        }
    }

    Timer { id: soon; interval: 0; onTriggered: radar.arrange() }
    onReachChanged: soon.restart()
    onLabelledChanged: soon.restart()

    // Puts every label on its ring where it covers fewest icons. An icon that would touch another one, or lie below a
    // label all the same, is not drawn.
    function arrange(): void {
        const all = radar.listed(blips), drawn = [], placed = [], covered = []
        for (const blip of all) {
            const middle = Math.hypot(blip.middleX - radar.width / 2, blip.middleY - radar.height / 2)
            const free = middle >= radar.pin * 1.2 && drawn.every(other => Math.hypot(other.middleX - blip.middleX, other.middleY - blip.middleY) >= radar.pin * 1.1)
            const list = free ? drawn : covered
            list.push(free ? blip : blip.key)
        }
        for (const label of radar.listed(labels)) {
            let best = null
            for (let bearing = 0; bearing < 360; bearing += 3) {
                const spot = radar.spotOf(label, bearing, drawn, placed)
                if (spot !== null && (best === null || spot.cost < best.cost))
                    best = spot
            }
            label.visible = best !== null
            if (best === null)
                continue
            label.x = best.x
            label.y = best.y
            placed.push(label)
            covered.push(...drawn.filter(blip => radar.gap(label, best.x, best.y, blip) < 0).map(blip => blip.key))
        }
        radar.covered = covered
    }
    // A place for a label on its ring, or null if it would touch the middle or another label.
    function spotOf(label: Item, bearing: int, drawn: list<var>, placed: list<var>): var {
        const angle = bearing * Math.PI / 180, away = radar.reach * label.share
        const x = radar.width / 2 + Math.sin(angle) * away - label.width / 2
        const y = radar.height / 2 - Math.cos(angle) * away - label.height / 2
        if (x < 0 || x + label.width > radar.width || y < 0 || y + label.height > radar.height)
            return null
        if (radar.gapTo(label, x, y, radar.width / 2, radar.height / 2, radar.pin * 0.72) < 0)
            return null
        if (placed.some(other => x < other.x + other.width && other.x < x + label.width && y < other.y + other.height && other.y < y + label.height))
            return null
        const over = drawn.filter(blip => radar.gap(label, x, y, blip) < 0).length
        // Above or below the middle a label lies along its ring.
        return { x: x, y: y, cost: over + Math.abs(Math.sin(angle)) * 0.5 + (y < radar.height / 2 ? 0.1 : 0) }
    }
    function gap(label: Item, x: real, y: real, blip: var): real {
        return radar.gapTo(label, x, y, blip.middleX, blip.middleY, radar.pin * 0.64)
    }
    function gapTo(label: Item, x: real, y: real, toX: real, toY: real, radius: real): real {
        const across = Math.max(x - toX, toX - x - label.width, 0)
        const down = Math.max(y - toY, toY - y - label.height, 0)
        return Math.hypot(across, down) - radius
    }
    function listed(repeater: Repeater): list<var> {
        return Array.from({ length: repeater.count }, (_, at) => repeater.itemAt(at))
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
