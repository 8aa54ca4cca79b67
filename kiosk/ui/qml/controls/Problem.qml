import QtQuick

// What has to be mended, said beside the place.
Rectangle {
    id: problem

    required property string text
    property real size: Theme.text(36)

    implicitHeight: words.height + Theme.px(24)
    radius: Theme.px(18)
    color: Theme.errorGround
    border.width: Theme.edge
    border.color: Theme.error
    Accessible.role: Accessible.AlertMessage
    Accessible.name: problem.text

    Icon {
        id: mark
        name: "error"
        side: problem.size * 1.2
        colour: Theme.error
        x: Theme.px(22)
        anchors.verticalCenter: parent.verticalCenter
    }
    Words {
        id: words
        x: mark.x + mark.width + Theme.px(16)
        width: parent.width - x - Theme.px(20)
        anchors.verticalCenter: parent.verticalCenter
        text: problem.text
        size: problem.size
        strong: true
        color: Theme.error
    }
}
