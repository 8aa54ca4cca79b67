pragma ComponentBehavior: Bound
import QtQuick

// One job in a list.
PressPlate {
    id: card

    required property string kind
    required property string title
    required property string way
    required property string where
    required property string amount
    required property string unit
    required property list<string> tags
    readonly property bool tall: Theme.textScale > 1.1
    readonly property bool flat: Theme.landscape && !card.tall && card.width > Theme.px(1100)
    readonly property real iconSide: Math.min(Theme.px(148), card.faceHeight - Theme.px(card.flat ? 28 : 44))

    name: [card.title, card.amount + card.unit, card.way, card.where].filter(part => part !== "").join("，")
    implicitHeight: words.implicitHeight + Theme.px(card.flat ? 26 : 34) + Theme.foot

    IconTile {
        id: tile
        x: Theme.px(28)
        anchors.verticalCenter: parent.verticalCenter
        visible: !Theme.large
        side: card.iconSide
        icon: Theme.workIcon(card.kind)
        fill: Theme.workColour(card.kind)
    }

    Column {
        id: words
        x: tile.visible ? tile.x + tile.width + Theme.px(28) : Theme.px(32)
        anchors.verticalCenter: parent.verticalCenter
        width: (card.tall ? arrow.x : card.flat ? labels.x : money.x) - x - Theme.px(16)
        spacing: Theme.px(4)

        Words {
            id: heading
            width: parent.width
            text: card.title
            size: Theme.text(card.title.length > 12 ? 38 : 46)
            strong: true
            maximumLineCount: card.flat ? 1 : 2
            elide: Text.ElideRight
        }
        OnOneLine {
            visible: card.tall
            width: parent.width
            spacing: Theme.px(12)
            Words {
                text: card.amount
                size: Theme.text(48)
                strong: true
                color: Theme.pay
            }
            Words {
                text: card.unit
                size: Theme.text(32)
            }
        }
        Item {
            width: parent.width
            height: wayWords.height
            Icon {
                id: walk
                name: "walk"
                side: Theme.text(36)
                y: Theme.text(5)
                colour: Theme.lake
            }
            Words {
                id: wayWords
                x: walk.width + Theme.px(10)
                width: parent.width - x
                text: card.where === "" ? card.way : qsTr("%1 · %2").arg(card.way).arg(card.where)
                size: Theme.text(34)
                strong: true
                maximumLineCount: card.flat ? 1 : 2
                elide: Text.ElideRight
            }
        }
        Tags {
            visible: !Theme.large && !card.flat && heading.lineCount + wayWords.lineCount < 3
            texts: card.tags
        }
    }

    Tags {
        id: labels
        visible: card.flat
        texts: card.tags.slice(0, 1)
        anchors.right: money.left
        anchors.rightMargin: Theme.px(24)
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        id: money
        visible: !card.tall
        anchors.right: arrow.left
        anchors.rightMargin: Theme.px(14)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(figure.implicitWidth, per.implicitWidth)

        Words {
            id: figure
            anchors.right: parent.right
            text: card.amount
            size: Theme.text(card.amount.length > 7 ? 40 : 52)
            strong: true
            wrapMode: Text.NoWrap
            color: Theme.pay
        }
        Words {
            id: per
            anchors.right: parent.right
            text: card.unit
            size: Theme.text(30)
            wrapMode: Text.NoWrap
            color: Theme.ink2
        }
    }
    Icon {
        id: arrow
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(26)
        anchors.verticalCenter: parent.verticalCenter
        name: "chevron-right"
        side: Theme.px(52)
    }
}
