import QtQuick
import QtQuick.Shapes

// The beam of the radar, from north clockwise; it is turned by its `angle`.
Shape {
    id: beam

    property color colour: "#FFFFFF"
    property real angle: 0
    readonly property real radius: beam.width / 2
    readonly property int sweep: 34

    height: beam.width
    rotation: beam.angle
    preferredRendererType: Shape.CurveRenderer

    ShapePath {
        strokeWidth: -1
        fillGradient: ConicalGradient {
            centerX: beam.radius
            centerY: beam.radius
            angle: 90
            GradientStop { position: 0; color: Qt.alpha(beam.colour, 0.34) }
            GradientStop { position: beam.sweep / 360; color: Qt.alpha(beam.colour, 0.06) }
        }
        startX: beam.radius
        startY: beam.radius
        PathAngleArc {
            moveToStart: false
            centerX: beam.radius
            centerY: beam.radius
            radiusX: beam.radius - 1
            radiusY: beam.radius - 1
            startAngle: -90
            sweepAngle: -beam.sweep
        }
    }
}
