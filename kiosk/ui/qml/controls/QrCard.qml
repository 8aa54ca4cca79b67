import QtQuick

// A QR code with what to do with it. The code takes all the room there is.
Rectangle {
    id: card

    required property list<string> rows
    required property string title
    property string note: ""
    property string promise: ""
    property bool below: Theme.large && !Theme.landscape
    readonly property bool crowded: Theme.landscape && least.whole > Theme.px(470)
    readonly property real pad: Theme.px(Theme.landscape ? 22 : 28)
    readonly property real smallest: Theme.px(Theme.landscape ? 420 : 446)
    readonly property real beside: card.width - 2 * card.pad - Theme.px(36)
    // The code grows as far as the words beside it leave room, measured by themselves: none follows from the other.
    readonly property real code: card.below ? Math.min(card.width - 2 * card.pad, card.height - words.height - 3 * card.pad)
                                            : Math.min(most.wish + 2 * card.pad > card.height ? card.smallest : card.width * 0.56, card.height - 2 * card.pad)

    implicitHeight: card.below ? Theme.px(500) + words.height + 3 * card.pad : Math.max(card.smallest, least.wish) + 2 * card.pad
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.edge
    border.color: Theme.line

    Rectangle {
        id: paper
        x: card.below ? (card.width - width) / 2 : card.pad
        y: card.below ? card.pad : (card.height - height) / 2
        width: card.code
        height: width
        radius: Theme.px(20)
        color: "#FFFFFF"
        border.width: Theme.edge
        border.color: "#14241F"

        QrPicture {
            objectName: "qr"
            anchors.fill: parent
            anchors.margins: Theme.px(6)
            rows: card.rows
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("二维码，用手机扫")
        }
    }
    QrWords {
        id: words
        x: card.below ? card.pad : paper.x + paper.width + Theme.px(36)
        y: card.below ? paper.y + paper.height + Theme.px(20) : (card.height - height) / 2
        width: card.width - x - card.pad
        title: card.below ? card.title.replace(/，?\n/, "，") : card.title
        note: card.below ? card.note.replace("\n", "") : card.note
        promise: card.promise
        promised: !card.crowded
    }
    // As high as the words are beside the smallest code, and beside the largest.
    QrWords {
        id: least
        visible: false
        width: card.beside - card.smallest
        title: card.title
        note: card.note
        promise: card.promise
        promised: !card.crowded
    }
    QrWords {
        id: most
        visible: false
        width: card.beside - card.width * 0.56
        title: card.title
        note: card.note
        promise: card.promise
        promised: !card.crowded
    }
}
