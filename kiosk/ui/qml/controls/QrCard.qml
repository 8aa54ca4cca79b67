import QtQuick
import Kiosk.Bridge

// A QR code with what to do with it. The code takes all the room there is.
Rectangle {
    id: card

    required property list<string> rows
    required property string title
    property string note: ""
    property string promise: ""
    property bool below: Theme.large && !Theme.landscape
    readonly property bool crowded: Theme.landscape && heading.height + remark.height + promise.height > Theme.px(470)
    readonly property real pad: Theme.px(Theme.landscape ? 22 : 28)
    readonly property real code: card.below ? Math.min(card.width - 2 * card.pad, card.height - words.height - 3 * card.pad)
                                            : Math.min(card.width * 0.56, card.height - 2 * card.pad)

    implicitHeight: card.below ? Theme.px(500) + words.height + 3 * card.pad
                               : Math.max(Theme.px(Theme.landscape ? 420 : 446) + 2 * card.pad, words.height + 2 * card.pad)
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
    Column {
        id: words
        x: card.below ? card.pad : paper.x + paper.width + Theme.px(36)
        y: card.below ? paper.y + paper.height + Theme.px(20) : (card.height - height) / 2
        width: card.width - x - card.pad
        spacing: Theme.px(20)

        Words {
            id: heading
            width: parent.width
            text: card.below ? card.title.replace(/，?\n/, "，") : card.title
            size: Theme.display(50)
            strong: true
        }
        Words {
            id: remark
            visible: card.note !== ""
            width: parent.width
            text: card.below ? card.note.replace("\n", "") : card.note
            size: Theme.display(36)
        }
        Item {
            visible: card.promise !== "" && !card.crowded
            width: parent.width
            height: visible ? promise.height : 0
            Icon {
                id: lock
                name: "lock"
                side: Theme.display(40)
                colour: Theme.lake
            }
            Words {
                id: promise
                x: lock.width + Theme.px(14)
                width: parent.width - x
                text: card.promise
                size: Theme.display(34)
                strong: true
                color: Theme.lake
            }
        }
    }
}
