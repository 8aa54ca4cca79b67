import QtQuick

// One fact of a job: an icon, the fact, and a line about it.
Item {
    id: fact

    required property string icon
    required property string title
    property string note: ""

    implicitHeight: Math.max(tile.height, words.height)

    Rectangle {
        id: tile
        width: Theme.px(72)
        height: width
        radius: Theme.px(16)
        color: Theme.mint
        border.width: Theme.hairline
        border.color: Theme.line
        Icon {
            anchors.centerIn: parent
            name: fact.icon
            side: Theme.px(46)
            colour: Theme.mintInk
        }
    }
    Column {
        id: words
        x: tile.width + Theme.px(22)
        width: parent.width - x
        Words {
            width: parent.width
            text: fact.title
            size: Theme.text(fact.title.length > 14 ? 34 : 38)
            strong: true
        }
        Words {
            visible: fact.note !== ""
            width: parent.width
            text: fact.note
            size: Theme.text(32)
            color: Theme.ink2
        }
    }
}
