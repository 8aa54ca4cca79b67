import QtQuick

// A button: an icon and a word, in one line.
PressPlate {
    id: button

    property string label: button.name
    property string icon: ""
    property bool iconLast: false
    property real size: Theme.title
    property real iconSide: button.size * 1.15
    property real padding: Theme.px(28)
    readonly property real room: button.width - 2 * button.padding - (button.icon === "" ? 0 : button.iconSide + Theme.px(20))

    implicitWidth: wide.implicitWidth + (button.icon === "" ? 0 : button.iconSide + Theme.px(20)) + 2 * button.padding
    implicitHeight: Math.max(Theme.touch, word.height + Theme.px(36)) + Theme.foot

    Row {
        anchors.centerIn: parent
        spacing: Theme.px(20)
        layoutDirection: button.iconLast ? Qt.RightToLeft : Qt.LeftToRight

        Icon {
            visible: button.icon !== ""
            name: button.icon
            side: button.iconSide
            colour: button.inkColour
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: word
            width: Math.min(wide.implicitWidth, button.room)
            text: button.label
            size: longest.implicitWidth < button.room ? button.size : Math.floor(button.size * 0.97 * button.room / longest.implicitWidth)
            strong: true
            color: button.inkColour
            horizontalAlignment: Text.AlignHCenter
            anchors.verticalCenter: parent.verticalCenter
        }
    }

    // A word of letters is never broken: it is written smaller.
    Words {
        id: longest
        visible: false
        text: /[\u4e00-\u9fff]/.test(button.label) ? "" : button.label.split(/\s/).reduce((one, other) => one.length >= other.length ? one : other, "")
        size: button.size
        strong: true
        wrapMode: Text.NoWrap
    }
    // How wide the word would like to be.
    Words {
        id: wide
        visible: false
        text: button.label
        size: button.size
        strong: true
        wrapMode: Text.NoWrap
    }
}
