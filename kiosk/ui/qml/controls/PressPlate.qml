import QtQuick

// A pressable plate with its solid foot. `look` is card, primary, accent, outline, chosen or, on the hero, ghost;
// still is for one that cannot be pressed now.
Press {
    id: plate

    property string look: "card"
    property real corner: Theme.radius
    readonly property color inkColour: ({ primary: Theme.primaryInk, accent: Theme.accentInk, chosen: Theme.primaryInk, ghost: Theme.heroInk })[plate.look] ?? Theme.ink
    readonly property color quietInk: ({ primary: Theme.primaryInk, accent: Theme.accentInk, chosen: Theme.primaryInk })[plate.look] ?? Theme.ink2
    readonly property real sink: plate.down ? Theme.foot - Theme.px(1) : 0
    readonly property real faceHeight: plate.height - Theme.foot
    default property alias face: top.data

    implicitHeight: Theme.touch
    ringRadius: plate.corner

    Rectangle {
        visible: plate.look !== "ghost" && plate.look !== "still"
        anchors.fill: parent
        anchors.topMargin: Theme.foot
        radius: plate.corner
        color: ({ primary: Theme.primaryFoot, accent: Theme.accentFoot, chosen: Theme.accentFoot })[plate.look] ?? Theme.footColour
    }

    Rectangle {
        id: top
        y: plate.sink
        width: plate.width
        height: plate.faceHeight
        radius: plate.corner
        color: plate.look === "primary" || plate.look === "chosen" ? (plate.down ? Theme.primaryPressed : Theme.primary)
             : plate.look === "accent" ? (plate.down ? Theme.accentPressed : Theme.accent)
             : plate.look === "ghost" ? (plate.down ? Theme.heroChip : "transparent")
             : plate.look === "still" ? "transparent"
             : plate.down ? Theme.pressed : Theme.surface
        border.width: plate.look === "primary" ? 0 : plate.look === "chosen" ? Theme.px(6) : Theme.edge
        border.color: plate.look === "chosen" ? (Theme.plain ? Theme.accent : Theme.ink)
                    : plate.look === "accent" ? Theme.accentFoot
                    : plate.look === "outline" ? Theme.ink : plate.look === "ghost" ? Theme.heroInk : plate.look === "still" ? Theme.track : Theme.line
    }
}
