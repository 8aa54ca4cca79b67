pragma ComponentBehavior: Bound
import QtQuick

// A value that goes up and down by steps; nothing is typed.
Item {
    id: stepper

    required property string title
    required property string value
    // For each key: what it is called, what stands on it, its icon, and by how much it steps.
    required property list<var> steps
    property string keyName: ""
    readonly property bool beside: stepper.steps.length < 3 && !Theme.large
    readonly property real keyWidth: stepper.beside ? Theme.px(190) : (stepper.width - (keys.columns - 1) * keys.spacing) / keys.columns

    signal stepped(by: int)

    implicitHeight: stepper.beside ? Math.max(head.height, keys.height) : head.height + Theme.px(8) + keys.height

    Item {
        id: head
        readonly property bool stacked: title.implicitWidth + figure.implicitWidth + Theme.gap > width
        width: stepper.beside ? keys.x - Theme.gap : parent.width
        height: head.stacked ? title.height + figure.height : Math.max(title.height, figure.height)
        y: stepper.beside ? (parent.height - height) / 2 : 0

        Words {
            id: title
            y: head.stacked ? 0 : (parent.height - height) / 2
            width: Math.min(implicitWidth, parent.width)
            text: stepper.title
            size: Theme.display(42)
            color: Theme.ink2
        }
        Words {
            id: figure
            x: head.stacked ? 0 : stepper.beside ? parent.width - width : title.width + Theme.gap
            y: head.stacked ? title.height : (parent.height - height) / 2
            text: stepper.value
            size: Theme.display(68)
            strong: true
            wrapMode: Text.NoWrap
            color: Theme.lake
            font.features: { "tnum": 1 }
        }
    }
    Grid {
        id: keys
        columns: Theme.large ? 2 : stepper.steps.length
        x: stepper.beside ? parent.width - width : 0
        y: stepper.beside ? (parent.height - height) / 2 : head.height + Theme.px(8)
        spacing: Theme.px(18)

        Repeater {
            model: stepper.steps
            delegate: PressButton {
                id: key

                required property var modelData

                objectName: stepper.keyName + key.modelData.by
                width: stepper.keyWidth
                height: Math.max(Theme.px(104), key.implicitHeight)
                name: key.modelData.name
                label: key.modelData.label
                icon: key.modelData.icon
                look: "card"
                size: Theme.display(40)
                padding: Theme.px(12)
                onTriggered: stepper.stepped(key.modelData.by)
            }
        }
    }
}
