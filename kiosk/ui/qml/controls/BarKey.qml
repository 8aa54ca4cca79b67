import QtQuick

// One place of the bottom bar: an icon above its word. With large letters the word is shorter, the name stays whole.
Press {
    id: key

    required property string icon
    property string shortName: key.name
    property bool here: false
    property bool strongest: false
    readonly property color ink: key.strongest ? Theme.accentInk : Theme.barInk
    readonly property bool roomy: wide.implicitWidth <= key.width - Theme.px(16)

    implicitHeight: Theme.display(56) + word.lineHeight + Theme.px(48)

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.px(4)
        radius: Theme.px(24)
        color: key.strongest ? (key.down ? Theme.accentPressed : Theme.accent) : key.here || key.down ? Theme.barHere : "transparent"
        border.width: key.strongest ? 0 : Theme.hairline
        border.color: Theme.line
    }
    Icon {
        id: picture
        anchors.horizontalCenter: parent.horizontalCenter
        y: (key.height - height - word.height - Theme.px(8)) / 2
        name: key.icon
        side: Theme.display(54)
        colour: key.ink
    }
    Words {
        id: word
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: picture.bottom
        anchors.topMargin: Theme.px(8)
        text: key.roomy ? key.name : key.shortName
        size: Theme.text(30) * (key.roomy ? 1 : Math.min(1, (key.width - Theme.px(16)) / brief.implicitWidth))
        lineHeight: Math.round(Theme.text(30) * Theme.lineHeight)
        strong: true
        wrapMode: Text.NoWrap
        color: key.ink
    }
    Words {
        id: wide
        visible: false
        text: key.name
        size: Theme.text(30)
        strong: true
        wrapMode: Text.NoWrap
    }
    Words {
        id: brief
        visible: false
        text: key.shortName
        size: Theme.text(30)
        strong: true
        wrapMode: Text.NoWrap
    }
}
