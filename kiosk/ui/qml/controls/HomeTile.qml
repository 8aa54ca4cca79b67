import QtQuick

// One thing one can do here. `shape` is wide, row, side (icon left), corner (icon left, note below) or stack (icon above).
PressPlate {
    id: tile

    required property string icon
    property string label: tile.name
    property string note: ""
    property string colour: "lake"
    property string shape: "stack"
    property bool noteShown: tile.shape !== "row" && !(tile.wide && Theme.large)
    property bool arrowed: tile.wide || tile.shape === "row"
    readonly property bool beside: tile.shape !== "stack"
    readonly property bool wide: tile.shape === "wide"
    readonly property bool noted: tile.note !== "" && tile.noteShown
    readonly property real iconSide: tile.wide ? Theme.px(152) : tile.shape === "row" ? Theme.px(76)
                                   : tile.shape === "side" ? Theme.px(Theme.landscape ? 76 : 112) : tile.shape === "corner" ? Theme.px(112) : Theme.px(92)
    readonly property real pad: tile.shape === "corner" ? Theme.px(36) : tile.shape === "stack" ? Theme.px(12) : tile.wide ? Theme.px(40) : Theme.px(Theme.landscape ? 20 : 26)
    readonly property real wordsX: tile.pad + (tile.beside ? tile.iconSide + Theme.px(tile.wide ? 36 : Theme.landscape ? 16 : 22) : 0)

    Accessible.description: tile.note
    implicitHeight: (tile.beside ? Math.max(tile.iconSide, words.implicitHeight) : tile.iconSide + words.implicitHeight + Theme.px(10))
                    + Theme.px(tile.shape === "row" ? 22 : 32) + Theme.foot

    IconTile {
        id: picture
        icon: tile.icon
        side: tile.iconSide
        fill: tile.wide ? Theme.accent : Theme.section(tile.colour)
        ink: tile.wide ? Theme.accentInk : Theme.plain ? "#FFFFFF" : Theme.ink
        border.width: tile.wide ? 0 : Theme.hairline
        x: tile.beside ? tile.pad : (tile.width - width) / 2
        y: tile.shape === "corner" ? words.y + (Theme.text(46) * 2.7 - height) / 2 : tile.beside ? (tile.faceHeight - height) / 2 : (tile.faceHeight - height - words.height - Theme.px(10)) / 2
    }
    Column {
        id: words
        x: tile.wordsX
        y: tile.beside ? (tile.faceHeight - height) / 2 : picture.y + picture.height + Theme.px(10)
        width: tile.width - tile.wordsX - tile.pad - (arrow.visible ? arrow.width : 0)

        Words {
            width: parent.width
            text: tile.label
            size: tile.wide ? Theme.display(64) : tile.shape === "stack" ? Theme.text(42) : Theme.text(Theme.landscape && !Theme.large ? 40 : 46)
            strong: true
            color: tile.inkColour
            horizontalAlignment: tile.beside ? Text.AlignLeft : Text.AlignHCenter
        }
        Words {
            visible: tile.noted
            x: tile.shape === "corner" ? tile.pad - tile.wordsX : 0
            width: parent.width - x
            topPadding: tile.shape === "corner" ? Theme.px(10) : 0
            text: tile.note
            size: Theme.text(tile.wide ? 38 : 33)
            color: tile.quietInk
            horizontalAlignment: tile.beside ? Text.AlignLeft : Text.AlignHCenter
        }
    }
    Icon {
        id: arrow
        visible: tile.arrowed
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(tile.wide ? 52 : 30)
        anchors.verticalCenter: parent.verticalCenter
        name: "forward"
        side: Theme.px(tile.wide ? 76 : 60)
        colour: tile.inkColour
    }
}
