pragma ComponentBehavior: Bound
import QtQuick

// Lines of help: what each is about, and a word on it.
Grid {
    id: tips

    required property var entries

    columns: 1
    spacing: Theme.gap

    Repeater {
        model: tips.entries
        delegate: Fact {
            id: tip
            required property var modelData
            width: (tips.width + tips.spacing) / tips.columns - tips.spacing
            icon: tip.modelData.icon
            title: tip.modelData.title
            note: tip.modelData.note
        }
    }
}
