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
    required property string confirmed
    // What an hour brings, where the pay is for longer.
    property string hourly: ""
    // Why it is shown, and what keeps it from being all that is wanted; said in place of the tags.
    property string reason: ""
    property string remark: ""
    readonly property list<string> marks: card.hourly === "" ? card.tags : [card.hourly, ...card.tags.slice(0, 1)]
    readonly property bool noted: card.reason !== "" || card.remark !== ""
    readonly property bool tall: Theme.textScale > 1.1
    readonly property bool flat: Theme.landscape && !card.tall && card.width > Theme.px(1100) && card.reason === ""
    // What is said below has its place: title and way stay on one line, rather smaller than cut.
    readonly property bool oneLined: card.flat || card.noted
    readonly property real iconSide: Math.min(Theme.px(148), card.faceHeight - Theme.px(card.flat ? 28 : 44))

    name: [card.title, card.reason, card.remark, card.amount + card.unit, card.hourly, card.way, card.where].filter(part => part !== "").join("，")
    implicitHeight: words.implicitHeight + Theme.px(26) + Theme.foot

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
        width: (card.tall ? arrow.x : money.x) - x - Theme.px(16)
        spacing: Theme.px(4)

        Words {
            id: heading
            width: parent.width - beside.upper
            text: card.title
            size: Theme.text(card.tall && card.title.length > 8 ? 36 : card.title.length > 12 ? 38 : 46)
            strong: true
            wrapMode: card.oneLined ? Text.NoWrap : Text.Wrap
            fontSizeMode: card.oneLined ? Text.HorizontalFit : Text.FixedSize
            minimumPixelSize: Theme.px(22)
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
            Words {
                id: whole
                visible: false
                text: qsTr("%1 · %2").arg(card.way).arg(card.where)
                size: Theme.text(34)
                strong: true
                wrapMode: Text.NoWrap
            }
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
                width: parent.width - x - beside.lower
                // The place is left out before the letters get too small, or the lines too many.
                readonly property bool single: card.oneLined || (!card.tall && heading.lineCount > 1)
                readonly property real most: wayWords.width * (wayWords.single ? whole.size / Theme.text(22) : card.tall ? Infinity : 1.8)
                readonly property bool bare: card.where === "" || (card.noted && Theme.large) || whole.implicitWidth > wayWords.most
                text: wayWords.bare ? card.way : whole.text
                size: Theme.text(34)
                strong: true
                wrapMode: wayWords.single ? Text.NoWrap : Text.Wrap
                fontSizeMode: wayWords.single ? Text.HorizontalFit : Text.FixedSize
                minimumPixelSize: Theme.px(22)
            }
        }
        // Below the words and the pay: the reason and the remark, or tags and when somebody made sure it is open.
        Item {
            id: foot
            readonly property real room: arrow.x - words.x - Theme.px(16)
            readonly property bool tagged: !Theme.large && !card.noted && card.marks.length > 0
            readonly property bool dated: !card.noted && (!foot.tagged || foot.fits(chips.width))

            function fits(wide: real): bool { return wide + date.implicitWidth + Theme.px(20) <= foot.room }

            visible: !card.flat && (card.noted || heading.lineCount + wayWords.lineCount < (card.tall && !Theme.landscape ? 4 : 3))
            width: foot.room
            height: card.noted ? notes.height : Math.max(foot.tagged ? chips.height : 0, foot.dated ? date.height : 0)

            Tags {
                id: allTags
                visible: false
                texts: card.marks
            }
            Tags {
                id: chips
                visible: foot.tagged
                texts: foot.fits(allTags.width) ? card.marks : card.marks.slice(0, 1)
            }
            Flow {
                id: notes
                readonly property real size: Theme.text(card.tall && Theme.landscape ? 22 : 30)
                readonly property bool pair: Theme.landscape && !card.tall && card.reason !== "" && card.remark !== ""
                readonly property real each: notes.pair ? (foot.room - notes.spacing) / 2 : foot.room
                visible: card.noted
                width: foot.room
                spacing: Theme.px(8)
                Chip {
                    text: card.reason
                    icon: "check-circle"
                    size: notes.size
                    widest: notes.each
                    onOneLine: true
                }
                Chip {
                    text: card.remark
                    icon: "info"
                    fill: Theme.warm
                    ink: Theme.warmInk
                    size: notes.size
                    widest: notes.each
                    onOneLine: true
                }
            }
            Words {
                id: date
                visible: foot.dated
                x: foot.tagged ? foot.room - width : 0
                y: (foot.height - height) / 2
                text: card.confirmed
                size: Theme.text(30)
                wrapMode: Text.NoWrap
                color: Theme.ink2
            }
        }
    }

    // A flat card has no line for them: they stand beside the title and the way, as far as there is room.
    Item {
        id: beside
        readonly property real end: words.x + words.width
        readonly property real titleRoom: words.width - wholeTitle.implicitWidth - Theme.px(24)
        readonly property real wayRoom: words.width - wayWords.x - wholeWay.implicitWidth - Theme.px(24)
        readonly property bool dateAbove: card.flat && card.remark === "" && when.implicitWidth <= beside.titleRoom
        readonly property bool dateBelow: card.flat && card.remark === "" && !beside.dateAbove && when.implicitWidth <= beside.wayRoom
        readonly property bool tagBelow: card.flat && card.remark === "" && !beside.dateBelow && card.marks.length > 0 && tag.width <= beside.wayRoom
        readonly property real upper: beside.dateAbove ? when.implicitWidth + Theme.px(24) : card.flat && card.remark !== "" ? reason.width + Theme.px(24) : 0
        readonly property real lower: beside.dateBelow ? when.implicitWidth + Theme.px(24) : beside.tagBelow ? tag.width + Theme.px(24) : 0

        visible: card.flat

        // How wide the title and the way would like to be.
        Words {
            id: wholeTitle
            visible: false
            text: heading.text
            size: heading.size
            strong: true
            wrapMode: Text.NoWrap
        }
        Words {
            id: wholeWay
            visible: false
            text: wayWords.text
            size: wayWords.size
            strong: true
            wrapMode: Text.NoWrap
        }
        Words {
            id: when
            visible: beside.dateAbove || beside.dateBelow
            x: beside.end - width
            y: words.y + (beside.dateAbove ? heading.y + (heading.height - height) / 2 : wayWords.parent.y + (wayWords.height - height) / 2)
            text: card.confirmed
            size: Theme.text(30)
            wrapMode: Text.NoWrap
            color: Theme.ink2
        }
        Tags {
            id: tag
            visible: beside.tagBelow
            x: beside.end - width
            y: words.y + wayWords.parent.y + (wayWords.height - height) / 2
            texts: card.marks.slice(0, 1)
        }
        Chip {
            id: reason
            x: beside.end - width
            y: words.y + heading.y + (heading.height - height) / 2
            text: card.remark
            fill: Theme.warm
            ink: Theme.warmInk
            size: Theme.text(30)
        }
    }
    Column {
        id: money
        visible: !card.tall
        anchors.right: arrow.left
        anchors.rightMargin: Theme.px(14)
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: foot.visible ? -foot.height / 2 : 0
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
