import QtQuick

// A row of options under a title.
Column {
    id: options

    required property string title
    default property alias choices: row.data

    spacing: Theme.px(12)

    Words {
        text: options.title
        size: Theme.display(42)
        strong: true
    }
    Row {
        id: row
        spacing: Theme.gap
    }
}
