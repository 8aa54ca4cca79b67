import QtQuick

// A key that opens a sheet of conditions. Once something is chosen there it is filled and says what.
PressPlate {
    id: key

    required property string icon
    required property string label
    property string said: ""
    property bool iconed: true
    readonly property real roomWide: key.width - Theme.px(16)
    readonly property string shown: key.said === "" ? key.label : key.said
    readonly property bool chinese: /[\u4e00-\u9fff]/.test(key.shown)
    // How many lines' worth of words the key holds: Chinese is broken by hand, words of letters only between them.
    readonly property real lines: key.shown.includes("\n") ? 1 : key.chinese ? Infinity : [1, 1.7][key.shown.split(" ").length - 1] ?? 1.4
    readonly property real fit: Math.min(1, key.lines * key.roomWide / wide.implicitWidth)
    readonly property bool onOneLine: wide.implicitWidth <= key.roomWide && wide.lineCount === 1

    name: key.said === "" ? key.label : qsTr("%1：%2").arg(key.label).arg(key.said.replace("\n", ""))
    look: key.said === "" ? "card" : "chosen"
    corner: Theme.px(24)
    implicitHeight: Math.max(Theme.touch, Theme.display(42) + word.lineHeight + Theme.px(26), 2 * word.lineHeight + Theme.px(18)) + Theme.foot

    Icon {
        id: picture
        visible: key.iconed && key.onOneLine
        anchors.horizontalCenter: parent.horizontalCenter
        y: (key.faceHeight - height - word.height - Theme.px(4)) / 2
        name: key.icon
        side: Theme.display(42)
        colour: key.said === "" ? Theme.lake : key.inkColour
    }
    Words {
        id: word
        x: Theme.px(8)
        y: picture.visible ? picture.y + picture.height + Theme.px(4) : (key.faceHeight - height) / 2
        width: key.roomWide
        text: key.onOneLine ? key.shown : key.inTwo(key.shown)
        size: key.fit < 1 ? Math.floor(0.96 * key.fit * Theme.display(34)) : Theme.display(34)
        strong: true
        color: key.inkColour
        horizontalAlignment: Text.AlignHCenter
    }
    Words {
        id: wide
        visible: false
        text: key.shown
        size: Theme.display(34)
        strong: true
        wrapMode: Text.NoWrap
    }

    // Broken where one would break it by hand: 几点 / 上班, 20 元 / 以上.
    function inTwo(text: string): string {
        if (text.includes("\n") || !key.chinese)
            return text
        return text.includes(" ") ? text.replace("元", "元\n") : text.slice(0, 2) + "\n" + text.slice(2)
    }
}
