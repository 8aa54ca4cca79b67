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
    // Broken in two where one line is too short, by hand if it is Chinese; rather smaller than within a word.
    readonly property string broken: key.onOneLine ? key.shown : key.inTwo(key.shown)
    readonly property real fit: Math.min(1, key.roomWide / parted.implicitWidth)
    readonly property bool onOneLine: wide.implicitWidth <= key.roomWide && wide.lineCount === 1

    name: key.said === "" ? key.label : qsTr("%1：%2").arg(key.label).arg(key.said.replace("\n", ""))
    look: key.said === "" ? "card" : "chosen"
    corner: Theme.px(24)
    readonly property real iconSide: Theme.display(42)
    readonly property bool beside: key.iconed && key.onOneLine && key.width >= key.iconSide + wide.implicitWidth + Theme.px(36)
    implicitHeight: Math.max(Theme.touch, key.beside ? 0 : key.iconSide + word.lineHeight + Theme.px(26), key.onOneLine ? 0 : 2 * word.lineHeight + Theme.px(18)) + Theme.foot

    Icon {
        id: picture
        visible: key.iconed && key.onOneLine
        x: key.beside ? (key.width - width - wide.implicitWidth - Theme.px(12)) / 2 : (key.width - width) / 2
        y: key.beside ? (key.faceHeight - height) / 2 : (key.faceHeight - height - word.height - Theme.px(4)) / 2
        name: key.icon
        side: key.iconSide
        colour: key.said === "" ? Theme.lake : key.inkColour
    }
    Words {
        id: word
        x: key.beside ? picture.x + picture.width + Theme.px(12) : Theme.px(8)
        y: picture.visible && !key.beside ? picture.y + picture.height + Theme.px(4) : (key.faceHeight - height) / 2
        width: key.beside ? wide.implicitWidth : key.roomWide
        text: key.broken
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

    Words {
        id: parted
        visible: false
        text: key.broken
        size: Theme.display(34)
        strong: true
        wrapMode: Text.NoWrap
    }

    // Broken where one would break it by hand: 几点 / 上班, 20 元 / 以上; words of letters into halves of like length.
    function inTwo(text: string): string {
        if (text.includes("\n"))
            return text
        if (!key.chinese) {
            const words = text.split(" ")
            const halves = words.map((_, at) => [words.slice(0, at).join(" "), words.slice(at).join(" ")])
            halves.sort((one, other) => Math.max(one[0].length, one[1].length) - Math.max(other[0].length, other[1].length))
            return halves[0].filter(half => half !== "").join("\n")
        }
        return text.includes(" ") ? text.replace("元", "元\n") : text.slice(0, 2) + "\n" + text.slice(2)
    }
}
