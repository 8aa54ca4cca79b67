import QtQuick

// What is new here, one line after another; the line never moves what is around it.
Words {
    id: board

    property string first: ""
    property list<string> lines
    property int turn: 0
    readonly property list<string> told: [board.first, ...board.lines].filter(line => line !== "")

    visible: board.told.length > 0
    text: board.told[board.turn % board.told.length] ?? ""
    size: Theme.text(42)
    strong: true
    color: Theme.heroNumber
    horizontalAlignment: Text.AlignHCenter
    wrapMode: Text.NoWrap
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: Theme.px(22)

    Timer {
        running: board.visible && board.told.length > 1
        interval: Theme.featureMs
        repeat: true
        onTriggered: board.turn += 1
    }
}
