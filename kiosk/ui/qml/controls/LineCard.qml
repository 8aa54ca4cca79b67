import QtQuick

// One item of a list: its picture, what it is called, what it brings, a line about it, and what to mind.
PressPlate {
    id: card

    property string icon: ""
    property string colour: "lake"
    required property string title
    property string figure: ""
    property string note: ""
    property string remark: ""
    property string remarkIcon: "info"
    property bool arrowed: true
    readonly property real side: Theme.px(Theme.large ? 88 : 128)
    // Not whether the tile shows: on a page that is turned away nothing does, and the card keeps its height.
    readonly property bool pictured: card.icon !== "" && !(Theme.large && !Theme.landscape)

    name: [card.title, card.figure, card.note, card.remark].filter(part => part !== "").join("，")
    implicitHeight: Math.max(words.implicitHeight, card.pictured ? tile.height : 0) + Theme.px(Theme.large ? 18 : 32) + Theme.foot

    IconTile {
        id: tile
        visible: card.pictured
        icon: card.icon
        fill: Theme.section(card.colour)
        side: card.side
        x: Theme.px(26)
        y: (card.faceHeight - height) / 2
    }
    Column {
        id: words
        x: card.pictured ? tile.x + tile.width + Theme.px(28) : Theme.px(32)
        y: (card.faceHeight - height) / 2
        width: card.width - x - Theme.px(card.arrowed ? 96 : 30)
        spacing: Theme.px(4)
        Words {
            width: parent.width
            text: card.title
            size: Theme.text(card.title.length > 16 ? 38 : 44)
            strong: true
            color: card.inkColour
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: card.figure
            size: Theme.text(40)
            strong: true
            color: card.look === "card" ? Theme.pay : card.inkColour
        }
        Words {
            visible: text !== "" && !(Theme.large && card.figure !== "")
            width: parent.width
            text: card.note
            size: Theme.text(34)
            color: card.quietInk
        }
        Chip {
            text: card.remark
            icon: card.remarkIcon
            fill: Theme.warm
            ink: Theme.warmInk
            size: Theme.text(30)
            widest: parent.width
        }
    }
    Icon {
        visible: card.arrowed
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(26)
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.foot / 2
        name: "chevron-right"
        side: Theme.px(52)
        colour: card.inkColour
    }
}
