import QtQuick

// A picture that can be chosen, and the choice taken back.
PressPlate {
    id: choice

    required property string icon
    readonly property bool beside: Theme.large || choice.flat
    property bool flat: false
    property string note: ""
    readonly property bool roomy: choice.flat && !Theme.large && choice.faceHeight >= 1.45 * (Theme.text(52) + Theme.text(36))
                                  && choice.width >= Theme.px(252) + 8 * Theme.text(36) // a note of eight signs stays on one line
    readonly property real iconSide: choice.beside ? Theme.px(choice.roomy ? 104 : 76) : Math.min(Theme.px(112), choice.faceHeight - narrow.implicitHeight - Theme.px(40))

    role: Accessible.CheckBox
    look: choice.checked ? "chosen" : "card"
    // By the word as it is where there is little room: how much room there is follows from this height.
    implicitHeight: (choice.beside ? Math.max(narrow.implicitHeight, Theme.px(76)) + Theme.px(30) : narrow.implicitHeight + Theme.px(120)) + Theme.foot

    Icon {
        id: picture
        name: choice.icon
        side: choice.iconSide
        colour: choice.checked ? choice.inkColour : Theme.lake
        x: choice.beside ? Theme.px(choice.roomy ? 40 : 24) : (choice.width - width) / 2
        y: choice.beside ? (choice.faceHeight - height) / 2 : (choice.faceHeight - height - word.height - Theme.px(10)) / 2
    }
    Words {
        id: word
        x: choice.beside ? picture.x + picture.width + Theme.px(choice.roomy ? 36 : 18) : Theme.px(8)
        y: choice.beside ? (choice.faceHeight - height - (hint.visible ? hint.height : 0)) / 2 : picture.y + picture.height + Theme.px(10)
        width: choice.width - x - Theme.px(choice.beside ? 72 : 8)
        text: choice.name
        size: Theme.text(choice.roomy ? 52 : 44)
        strong: true
        color: choice.inkColour
        horizontalAlignment: choice.beside ? Text.AlignLeft : Text.AlignHCenter
    }
    Words {
        id: hint
        visible: choice.roomy && choice.note !== ""
        x: word.x
        y: word.y + word.height
        width: word.width
        text: choice.note
        size: Theme.text(36)
        color: choice.inkColour
    }
    Words {
        id: narrow
        visible: false
        width: choice.width - Theme.px(choice.beside ? 24 + 76 + 18 + 72 : 2 * 8)
        text: choice.name
        size: Theme.text(44)
        strong: true
    }
    Rectangle {
        visible: choice.checked
        width: Theme.px(choice.beside ? 52 : 60)
        height: width
        radius: width / 2
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(choice.beside ? 12 : 16)
        y: choice.beside ? (choice.faceHeight - height) / 2 : Theme.px(16)
        color: Theme.plain ? Theme.accent : Theme.primaryInk
        Icon {
            anchors.centerIn: parent
            name: "check"
            side: parent.width * 0.7
            colour: Theme.plain ? Theme.accentInk : Theme.primary
        }
    }
}
