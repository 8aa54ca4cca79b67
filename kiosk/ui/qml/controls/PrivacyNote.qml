import QtQuick

// Who gets the answers, what for and for how long: said before they are sent (PIPL art. 17).
Rectangle {
    id: note

    implicitHeight: words.height + Theme.px(24)
    radius: Theme.px(18)
    color: Theme.sand
    border.width: Theme.hairline
    border.color: Theme.line

    Words {
        id: words
        x: Theme.px(22)
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        text: qsTr("交给：社区就业服务的人，别人打不开\n用来：给您找活，不做别的\n不想留了：拿编号告诉社区，就删")
        size: Theme.display(32)
    }
}
