import QtQuick
import QtQuick.Shapes

// A ring that empties: `share` is how much is left, 0–1.
Shape {
    id: ring

    property color colour: "#FFFFFF"
    property color track: "#E4DDCD"
    property real share: 1
    readonly property real stroke: 0.08 * ring.width
    readonly property real radius: (ring.width - ring.stroke) / 2

    height: ring.width
    preferredRendererType: Shape.CurveRenderer

    ShapePath {
        strokeWidth: ring.stroke
        strokeColor: ring.track
        fillColor: "transparent"
        PathAngleArc { centerX: ring.width / 2; centerY: ring.width / 2; radiusX: ring.radius; radiusY: ring.radius; sweepAngle: 360 }
    }
    ShapePath {
        strokeWidth: ring.stroke
        strokeColor: ring.colour
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap
        PathAngleArc {
            centerX: ring.width / 2
            centerY: ring.width / 2
            radiusX: ring.radius
            radiusY: ring.radius
            startAngle: -90
            sweepAngle: 360 * Math.max(0, Math.min(1, ring.share))
        }
    }
}
