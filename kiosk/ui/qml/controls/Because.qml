import QtQuick

// One reason, with a tick.
Item {
    id: because

    property string text

    height: line.height

    Icon {
        id: tick
        name: "check-circle"
        side: Theme.text(40)
        colour: Theme.lake
        y: Theme.text(5)
    }
    Words {
        id: line
        x: tick.width + Theme.px(14)
        width: parent.width - x
        text: because.text
        size: Theme.text(36)
    }
}
