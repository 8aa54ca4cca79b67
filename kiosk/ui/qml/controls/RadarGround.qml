import QtQuick
import QtQuick.Shapes

// The still part of the radar: a glow, three rings, and a hint of streets.
Shape {
    id: ground

    property color colour: "#FFFFFF"
    property color glow: "transparent"
    readonly property real radius: ground.width / 2
    readonly property real stroke: Math.max(1, ground.radius / 240)

    height: ground.width
    preferredRendererType: Shape.CurveRenderer
    // The beam moves over it ten times a second.
    layer.enabled: true

    ShapePath {
        strokeWidth: -1
        fillColor: "transparent"
        fillGradient: RadialGradient {
            centerX: ground.radius
            centerY: ground.radius
            centerRadius: ground.radius
            focalX: ground.radius
            focalY: ground.radius
            GradientStop { position: 0; color: ground.glow }
            GradientStop { position: 1; color: Qt.alpha(ground.glow, 0) }
        }
        PathAngleArc { centerX: ground.radius; centerY: ground.radius; radiusX: ground.radius; radiusY: ground.radius; sweepAngle: 360 }
    }
    ShapePath {
        strokeWidth: 5 * ground.stroke
        strokeColor: Qt.alpha(ground.colour, 0.07)
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        PathSvg { path: ground.streets(ground.radius) }
    }
    ShapePath {
        strokeWidth: 1.4 * ground.stroke
        strokeColor: Qt.alpha(ground.colour, 0.7)
        strokeStyle: ShapePath.DashLine
        dashPattern: [0.2, 4.4]
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        PathAngleArc { centerX: ground.radius; centerY: ground.radius; radiusX: ground.radius / 3; radiusY: ground.radius / 3; sweepAngle: 360 }
        PathAngleArc { centerX: ground.radius; centerY: ground.radius; radiusX: ground.radius * 2 / 3; radiusY: ground.radius * 2 / 3; sweepAngle: 360 }
    }
    ShapePath {
        id: edge
        readonly property real reach: ground.radius - Math.ceil(ground.stroke)
        strokeWidth: ground.stroke
        strokeColor: Qt.alpha(ground.colour, 0.5)
        fillColor: "transparent"
        PathAngleArc { centerX: ground.radius; centerY: ground.radius; radiusX: edge.reach; radiusY: edge.reach; sweepAngle: 360 }
    }

    // Six bent lines from near the middle outwards: decoration, not a map.
    function streets(radius: real): string {
        const at = (share, degrees) => {
            const angle = degrees * Math.PI / 180
            return `${radius * (1 + Math.sin(angle) * share)} ${radius * (1 - Math.cos(angle) * share)}`
        }
        return [0, 60, 120, 180, 240, 300].map(turn => `M${at(0.12, turn + 30)}Q${at(0.6, turn - 2)} ${at(1, turn + 12)}`).join("")
    }
}
