import QtQuick

// Says that something is not here, with an icon, in the middle of a page.
Column {
    id: note

    required property string icon
    required property string title
    property string note: ""
    property string colour: "lake"

    spacing: Theme.px(24)

    IconTile {
        anchors.horizontalCenter: parent.horizontalCenter
        icon: note.icon
        fill: Theme.section(note.colour)
        side: Theme.px(152)
    }
    Words {
        width: parent.width
        text: note.title
        size: Theme.display(56)
        strong: true
        horizontalAlignment: Text.AlignHCenter
    }
    Words {
        visible: note.note !== ""
        width: parent.width
        text: note.note
        size: Theme.body
        color: Theme.ink2
        horizontalAlignment: Text.AlignHCenter
    }
}
