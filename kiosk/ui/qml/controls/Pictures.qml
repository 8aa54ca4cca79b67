pragma ComponentBehavior: Bound
import QtQuick

// The three pictures of a receipt, in order, each with its place; places still empty are shown as such.
Row {
    id: pictures

    required property list<string> shown
    required property list<string> names
    // What is read out for them.
    readonly property string spoken: pictures.names.join("，")
    property real side: Theme.px(128)

    spacing: Theme.px(22)
    Accessible.role: Accessible.StaticText
    Accessible.name: pictures.spoken

    Repeater {
        model: 3
        delegate: Rectangle {
            id: place
            required property int index
            readonly property string picture: pictures.shown[place.index] ?? ""
            width: pictures.side
            height: pictures.side
            radius: Theme.px(24)
            color: place.picture === "" ? "transparent" : Theme.section(["sea", "plum", "olive"][place.index])
            border.width: place.picture === "" ? Theme.edge : Theme.hairline
            border.color: Theme.line
            Icon {
                anchors.centerIn: parent
                visible: place.picture !== ""
                name: place.picture
                side: parent.width * 0.66
                colour: Theme.plain ? "#FFFFFF" : Theme.ink
            }
            Words {
                anchors.centerIn: parent
                visible: place.picture === ""
                text: place.index + 1
                size: Theme.px(52)
                color: Theme.ink2
            }
        }
    }
}
