import QtQuick
import Kiosk.Bridge

// What a receipt is known by: three pictures, and a number.
Rectangle {
    id: card

    required property Kept kept
    readonly property bool below: Theme.large

    implicitHeight: inner.height + Theme.px(44)
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.edge
    border.color: Theme.line

    Column {
        id: inner
        x: Theme.px(30)
        y: Theme.px(22)
        width: parent.width - 2 * x
        spacing: Theme.px(14)
        Words {
            width: parent.width
            text: qsTr("记住这 3 张图，下次能查到")
            size: Theme.display(38)
            color: Theme.ink2
        }
        Item {
            width: parent.width
            height: card.below ? number.y + number.height : Math.max(pictures.height, number.height)
            Pictures {
                id: pictures
                objectName: "pictures"
                shown: card.kept.pictures
                names: card.kept.pictureNames
                side: Theme.px(Theme.landscape ? 104 : 150)
                spacing: Theme.px(Theme.landscape ? 14 : 22)
            }
            Column {
                id: number
                x: card.below ? 0 : pictures.width + Theme.px(30)
                y: card.below ? pictures.height + Theme.px(8) : (parent.height - height) / 2
                width: parent.width - x
                Words {
                    visible: !card.below
                    width: parent.width
                    text: qsTr("编号")
                    size: Theme.display(34)
                    color: Theme.ink2
                }
                Words {
                    objectName: "receiptNumber"
                    hushed: true // with the pictures it would be all that is needed
                    width: parent.width
                    text: card.kept.number
                    size: Math.min(Theme.display(76), number.width / 4.9)
                    lineHeight: Math.round(size * 1.15)
                    strong: true
                }
            }
        }
    }
}
