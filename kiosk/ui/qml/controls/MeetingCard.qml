pragma ComponentBehavior: Bound
import QtQuick

// One course or meeting in a list: what, when, how far, and what it costs or keeps one from it.
PressPlate {
    id: card

    required property string kind
    required property string icon
    required property string colour
    required property string title
    required property string when
    required property string way
    required property string where
    required property list<string> tags
    required property string remark
    readonly property bool flat: Theme.landscape && !Theme.large
    // Large letters on a panel that lies: what it offers stands beside the way.
    readonly property bool slim: Theme.landscape && Theme.large
    readonly property bool walked: card.way !== ""
    // What is measured here must not follow from being visible: a card on another leaf is not.
    readonly property real inset: Theme.large ? Theme.px(32) : tile.x + tile.width + Theme.px(28)
    readonly property real room: (card.flat ? aside.x : arrow.x) - card.inset - Theme.px(16)
    readonly property real lowest: card.slim && card.walked ? place.y + Math.max(place.height, foot.height)
                                 : (card.walked ? place.y + place.height : day.y + day.height) + (card.flat ? 0 : foot.height + Theme.px(8))

    name: [card.title, card.remark, card.when, card.way, card.where].concat(card.tags).filter(part => part !== "").join("，")
    implicitHeight: Math.max(box.height, card.flat ? aside.height : 0, Theme.large ? 0 : tile.height) + Theme.px(card.flat ? 20 : 24) + Theme.foot

    IconTile {
        id: tile
        x: Theme.px(28)
        y: (card.faceHeight - height) / 2
        visible: !Theme.large
        side: Theme.px(132)
        icon: card.kind === "" ? card.icon : Theme.workIcon(card.kind)
        fill: card.kind === "" ? Theme.section(card.colour) : Theme.workColour(card.kind)
    }
    Item {
        id: box
        x: card.inset
        y: (card.faceHeight - height) / 2
        width: card.room
        height: card.lowest

        Words {
            id: heading
            width: parent.width
            text: card.title
            size: Theme.text(card.title.length > 14 || Theme.large ? 40 : 46)
            strong: true
        }
        Line {
            id: day
            y: heading.height + Theme.px(2)
            width: parent.width
            icon: "calendar"
            text: card.when
        }
        Line {
            id: place
            visible: card.walked
            y: day.y + day.height + Theme.px(2)
            width: parent.width * (card.slim ? 0.42 : 1)
            icon: "walk"
            text: card.where === "" || Theme.large ? card.way : qsTr("%1 · %2").arg(card.way).arg(card.where)
        }
        // What keeps one from it comes first; then as much of what it offers as there is room for.
        Item {
            id: foot
            readonly property real most: card.room * (card.slim && card.walked ? 0.56 : 1)
            readonly property real space: foot.most - (card.remark === "" ? 0 : remark.width + Theme.px(12))
            readonly property int count: all.width <= foot.space ? 3 : two.width <= foot.space ? 2 : one.width <= foot.space ? 1 : 0

            visible: !card.flat
            x: card.slim && card.walked ? card.room - foot.most : 0
            y: card.lowest - height
            height: Math.max(remark.height, one.height)

            Chip {
                id: remark
                widest: foot.most
                text: card.remark
                icon: "info"
                fill: Theme.warm
                ink: Theme.warmInk
                size: Theme.text(30)
            }
            Tags {
                x: card.remark === "" ? 0 : remark.width + Theme.px(12)
                texts: card.tags.slice(0, foot.count)
            }
        }
    }
    Column {
        id: aside
        visible: card.flat
        x: arrow.x - width - Theme.px(16)
        y: (card.faceHeight - height) / 2
        width: Theme.px(390)
        spacing: Theme.px(8)
        Chip {
            anchors.right: parent.right
            widest: aside.width
            text: card.remark
            icon: "info"
            fill: Theme.warm
            ink: Theme.warmInk
            size: Theme.text(30)
        }
        Repeater {
            model: card.flat ? card.tags.slice(0, card.remark === "" ? 3 : 2) : []
            delegate: Chip {
                id: tag
                required property string modelData
                anchors.right: parent?.right
                widest: aside.width
                text: tag.modelData
                size: Theme.text(30)
            }
        }
    }
    Tags { id: all; visible: false; texts: card.tags.slice(0, 3) }
    Tags { id: two; visible: false; texts: card.tags.slice(0, 2) }
    Tags { id: one; visible: false; texts: card.tags.slice(0, 1) }
    Icon {
        id: arrow
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(26)
        y: (card.faceHeight - height) / 2
        name: "chevron-right"
        side: Theme.px(52)
    }

    component Line: Item {
        id: line
        required property string icon
        required property string text

        height: said.height

        Icon {
            id: sign
            name: line.icon
            side: Theme.text(Theme.large ? 32 : 36)
            y: Theme.text(5)
            colour: Theme.lake
        }
        Words {
            id: said
            x: sign.width + Theme.px(10)
            width: parent.width - x
            text: line.text
            size: Theme.text(Theme.large ? 30 : 34)
            strong: true
        }
    }
}
