import QtQuick
import QtQuick.Shapes

// A QR code, black on white in every theme, on whole pixels, with its quiet zone (ISO/IEC 18004: four modules).
Rectangle {
    id: picture

    // A text of 0 and 1 for each row.
    property list<string> rows
    readonly property int module: Math.floor(Math.min(picture.width, picture.height) / (picture.rows.length + 8))

    color: "#FFFFFF"

    Shape {
        width: picture.module * picture.rows.length
        height: width
        x: Math.floor((picture.width - width) / 2)
        y: Math.floor((picture.height - height) / 2)
        // Drawn by itself first, it lies on whole pixels wherever the picture is.
        layer.enabled: true

        ShapePath {
            strokeWidth: -1
            fillColor: "#000000"
            scale: Qt.size(picture.module, picture.module)
            PathSvg { path: picture.outline(picture.rows) }
        }
    }

    // One rectangle for each run of dark modules.
    function outline(rows: list<string>): string {
        const dark = (run, x, y) => `M${x} ${y}h${run.length}v1h-${run.length}z`
        return rows.map((row, y) => row.replace(/1+|0+/g, (run, x) => run[0] === "1" ? dark(run, x, y) : "")).join("")
    }
}
