import QtQuick

// One thing that was looked at: what, how it is, and what to do if it is not well.
Block {
    id: line

    required property string name
    required property string said
    required property bool well
    required property string remedy
    readonly property bool below: title.implicitWidth + value.implicitWidth > line.width - title.x - Theme.px(30)

    implicitHeight: Math.max(value.y + value.height, title.y + title.height) + (line.remedy === "" ? 0 : advice.height) + Theme.px(10)

    Icon {
        id: tick
        name: line.well ? "check-circle" : "error"
        side: Theme.display(40)
        colour: line.well ? Theme.lake : Theme.error
        y: title.y + (title.height - height) / 2
    }
    Words {
        id: title
        x: tick.width + Theme.px(20)
        y: Theme.px(4)
        text: line.name
        size: Theme.text(34)
        strong: true
        wrapMode: Text.NoWrap
    }
    Words {
        id: value
        x: line.below ? title.x : line.width - width
        y: line.below ? title.y + title.height : title.y
        width: Math.min(implicitWidth, line.width - title.x)
        text: line.said
        size: Theme.text(32)
        color: line.well ? Theme.ink : Theme.error
    }
    Words {
        id: advice
        visible: line.remedy !== ""
        x: title.x
        y: Math.max(value.y + value.height, title.y + title.height)
        width: line.width - x
        text: line.remedy
        size: Theme.text(32)
        strong: true
        color: Theme.error
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.px(2)
        color: Theme.track
    }
}
