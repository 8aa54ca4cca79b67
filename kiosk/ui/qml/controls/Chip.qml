import QtQuick

// A short fact on a coloured strip; nothing to press.
Rectangle {
    id: chip

    required property string text
    property string icon: ""
    property color fill: Theme.mint
    property color ink: Theme.mintInk
    property real size: Theme.small
    property real widest: Theme.panelWidth
    property bool onOneLine: false // rather smaller than on a second line
    readonly property real iconSpace: chip.icon === "" ? 0 : chip.size * 1.15 + Theme.px(12)

    visible: chip.text !== ""
    implicitWidth: Math.min(chip.widest, wide.implicitWidth + chip.iconSpace + Theme.px(36))
    implicitHeight: word.height + Theme.px(10)
    radius: Theme.px(16)
    color: chip.fill
    border.width: Theme.hairline
    border.color: Theme.line

    Icon {
        visible: chip.icon !== ""
        name: chip.icon
        side: chip.size * 1.15
        colour: chip.ink
        x: Theme.px(18)
        anchors.verticalCenter: parent.verticalCenter
    }
    Words {
        id: word
        x: Theme.px(18) + chip.iconSpace
        width: chip.width - chip.iconSpace - Theme.px(36)
        text: chip.text
        size: chip.size
        strong: true
        wrapMode: chip.onOneLine ? Text.NoWrap : Text.Wrap
        fontSizeMode: chip.onOneLine ? Text.HorizontalFit : Text.FixedSize
        minimumPixelSize: Theme.text(22)
        color: chip.ink
        anchors.verticalCenter: parent.verticalCenter
    }
    Words {
        id: wide
        visible: false
        text: chip.text
        size: chip.size
        strong: true
        wrapMode: Text.NoWrap
    }
}
