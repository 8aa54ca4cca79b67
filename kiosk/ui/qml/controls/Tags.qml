pragma ComponentBehavior: Bound
import QtQuick

// What sets a job apart, in a row of chips.
Row {
    id: tags

    required property list<string> texts

    spacing: Theme.px(12)

    Repeater {
        model: tags.texts
        delegate: Chip {
            id: tag
            required property string modelData
            text: tag.modelData
            size: Theme.text(30)
        }
    }
}
