import QtQuick

// What a page is called and one line about it.
Column {
    id: head

    required property string title
    property string note: ""
    property string icon: ""
    property string colour: "lake"
    property bool side: false
    property real size: 72

    x: Theme.margin
    y: Theme.px(head.side ? 30 : 8)
    width: parent ? parent.width - 2 * x : 0
    spacing: Theme.px(10)
    bottomPadding: Theme.px(28)

    IconTile {
        visible: head.icon !== "" && head.side && !Theme.large
        icon: head.icon
        fill: Theme.section(head.colour)
        side: Theme.px(150)
    }
    Words {
        width: parent.width
        text: head.title
        size: Theme.display(head.size)
        strong: true
    }
    Words {
        visible: text !== ""
        width: parent.width
        text: head.note
        size: Theme.text(38)
        color: Theme.ink2
    }
}
