pragma ComponentBehavior: Bound
import QtQuick

// Choices in rows of `across`; rows that do not fit go to a further page.
PagedColumn {
    id: rows

    required property var entries
    required property list<string> chosen
    property int across: 3
    property real most: Theme.px(280)
    property bool flat: false
    readonly property int lines: Math.ceil(rows.entries.length / rows.across)

    signal picked(key: string)

    spacing: Theme.px(20)

    Repeater {
        model: rows.lines
        delegate: Block {
            id: row

            required property int index

            property real tallest: 0

            touchable: true
            stretch: true
            most: rows.most
            implicitHeight: Math.max(Theme.touch, row.tallest)

            Row {
                id: line
                height: parent.height
                spacing: Theme.px(22)

                Repeater {
                    model: rows.entries.slice(row.index * rows.across, (row.index + 1) * rows.across)
                    delegate: Choice {
                        id: choice

                        required property var modelData

                        objectName: choice.modelData.key
                        width: (row.width - (rows.across - 1) * line.spacing) / rows.across
                        height: line.height
                        flat: rows.flat
                        name: choice.modelData.name
                        icon: choice.modelData.icon
                        note: choice.modelData.note ?? ""
                        checked: rows.chosen.includes(choice.modelData.key)
                        onImplicitHeightChanged: row.tallest = Math.max(...Array.from(line.children).map(item => item.implicitHeight))
                        onTriggered: rows.picked(choice.modelData.key)
                    }
                }
            }
        }
    }
}
