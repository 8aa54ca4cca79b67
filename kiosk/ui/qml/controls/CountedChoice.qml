import QtQuick

// Something that can be chosen, with how many jobs there would be. One that leads to none says so and cannot be pressed.
PressPlate {
    id: choice

    property string icon: ""
    property string note: ""
    property string count: ""
    property bool possible: true
    property bool single: false
    readonly property bool pictured: choice.icon !== "" && !Theme.large
    readonly property real pad: Theme.px(choice.pictured ? 8 : 24)
    readonly property real iconWide: choice.pictured ? 0 : Theme.px(choice.icon === "" ? 58 : 94)
    readonly property real wordsWide: choice.width - choice.iconWide - 2 * choice.pad - many.implicitWidth - Theme.px(14)
    readonly property color ink: choice.enabled ? choice.inkColour : Theme.ink2

    role: choice.single ? Accessible.RadioButton : Accessible.CheckBox
    look: choice.checked ? "chosen" : choice.possible ? "card" : "still"
    enabled: choice.possible || choice.checked
    Accessible.description: [choice.note, choice.count].filter(part => part !== "").join("，")
    corner: Theme.px(26)
    implicitHeight: choice.pictured ? Theme.px(84) + word.implicitHeight + many.implicitHeight + Theme.px(30) + Theme.foot
                                    : Math.max(Theme.touch, words.implicitHeight + Theme.px(26), Theme.px(choice.icon !== "" ? 100 : 0)) + Theme.foot

    Icon {
        visible: choice.icon !== ""
        name: choice.icon
        side: choice.pictured ? Math.min(Theme.px(112), choice.faceHeight - words.height - Theme.px(34)) : Theme.px(76)
        colour: choice.checked ? choice.inkColour : choice.possible ? Theme.lake : Theme.ink2
        x: choice.pictured ? (choice.width - width) / 2 : choice.pad
        y: choice.pictured ? (choice.faceHeight - height - words.height - Theme.px(6)) / 2 : (choice.faceHeight - height) / 2
    }
    Column {
        id: words
        x: choice.pad + choice.iconWide
        y: choice.pictured ? choice.faceHeight - height - Math.max(Theme.px(8), (choice.faceHeight - height - Theme.px(118)) / 2) : (choice.faceHeight - height) / 2
        width: choice.pictured ? choice.width - 2 * choice.pad : choice.wordsWide

        Words {
            id: word
            width: parent.width
            text: choice.name
            size: Theme.text(choice.pictured ? 42 : 40)
            strong: true
            color: choice.ink
            horizontalAlignment: choice.pictured ? Text.AlignHCenter : Text.AlignLeft
        }
        Words {
            visible: choice.note !== ""
            width: parent.width
            text: choice.note
            size: Theme.text(32)
            color: choice.ink
        }
        Item {
            visible: choice.pictured
            width: 1
            height: many.implicitHeight
        }
    }
    Words {
        id: many
        x: choice.pictured ? (choice.width - width) / 2 : choice.width - choice.pad - width
        y: choice.pictured ? words.y + words.height - height : (choice.faceHeight - height) / 2
        text: choice.count === "" ? " " : choice.count
        size: Theme.text(34)
        strong: !choice.pictured
        wrapMode: Text.NoWrap
        color: choice.ink
    }
    // Chosen or not: beside the words, or in a corner of the picture.
    Rectangle {
        visible: choice.checked || choice.icon === ""
        width: Theme.px(choice.pictured ? 52 : 44)
        height: width
        radius: choice.single || choice.checked ? width / 2 : Theme.px(12)
        x: choice.pictured ? choice.width - width - Theme.px(14) : choice.icon === "" ? choice.pad : choice.pad + Theme.px(76) - width / 2
        y: choice.pictured ? Theme.px(14) : choice.icon === "" ? (choice.faceHeight - height) / 2 : Theme.px(8)
        color: !choice.checked ? "transparent" : Theme.plain ? Theme.accent : Theme.primaryInk
        border.width: choice.checked ? 0 : Theme.edge
        border.color: choice.possible ? Theme.line : Theme.track
        Icon {
            anchors.centerIn: parent
            visible: choice.checked
            name: "check"
            side: parent.width * 0.7
            colour: Theme.plain ? Theme.accentInk : Theme.primary
        }
    }
}
