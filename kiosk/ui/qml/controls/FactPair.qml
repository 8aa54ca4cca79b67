import QtQuick

// Two facts beside each other, or one below the other where letters are large. A fact is icon, fact and a line about it.
Item {
    id: pair

    required property list<string> first
    required property list<string> second
    readonly property real cell: Theme.large ? pair.width : (pair.width - Theme.px(24)) / 2

    implicitHeight: Theme.large ? below.y + below.implicitHeight : Math.max(above.implicitHeight, below.implicitHeight)

    Fact {
        id: above
        width: pair.cell
        icon: pair.first[0]
        title: pair.first[1]
        note: pair.first[2]
    }
    Fact {
        id: below
        x: Theme.large ? 0 : pair.cell + Theme.px(24)
        y: Theme.large ? above.implicitHeight + Theme.px(20) : 0
        width: pair.cell
        icon: pair.second[0]
        title: pair.second[1]
        note: pair.second[2]
    }
}
