import QtQuick

// Words of different sizes on one baseline; what does not fit goes to the next line.
Item {
    id: line

    property real spacing: Theme.px(18)
    property bool centred: false
    // How wide all words would be on one line.
    property real wish: 0
    default property alias words: box.data

    implicitHeight: box.height
    onWidthChanged: soon.restart()
    Component.onCompleted: line.arrange()

    Item {
        id: box
        width: parent.width
    }
    Timer { id: soon; interval: 0; onTriggered: line.arrange() }

    Connections {
        target: Theme
        function onTextScaleChanged() { soon.restart() }
    }

    function arrange(): void {
        let row = [], x = 0, y = 0
        line.wish = 0
        for (const item of box.children) {
            const word = item as Words
            if (word === null)
                continue
            if (!word.heard)
                word.remeasured.connect(soon.restart) // an empty word too: what it says may come later
            word.heard = true
            if (word.text === "")
                continue
            word.width = Math.min(word.implicitWidth, line.width)
            line.wish += word.implicitWidth + (line.wish > 0 ? line.spacing : 0)
            if (row.length > 0 && x + word.width > line.width) {
                y += line.settle(row, y)
                row = []
                x = 0
            }
            row.push(word)
            word.x = x
            x += word.width + line.spacing
        }
        box.height = y + line.settle(row, y)
    }
    // Sets one row on its baseline and returns its height.
    function settle(row: list<var>, y: real): real {
        if (row.length === 0)
            return 0
        const base = Math.max(...row.map(word => word.baselineOffset))
        const last = row[row.length - 1]
        const shift = line.centred ? (line.width - last.x - last.width) / 2 : 0
        for (const word of row) {
            word.x += shift
            word.y = y + base - word.baselineOffset
        }
        return Math.max(...row.map(word => word.y - y + word.height))
    }
}
