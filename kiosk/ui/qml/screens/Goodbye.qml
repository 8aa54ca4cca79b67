import QtQuick
import "../controls"

// Everything is wiped.
Rectangle {
    gradient: Gradient {
        GradientStop { position: 0; color: Theme.heroTop }
        GradientStop { position: 1; color: Theme.heroEnd }
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.px(36)
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.px(220)
            height: width
            radius: width / 2
            color: Theme.heroNumber
            Icon {
                anchors.centerIn: parent
                name: "check"
                side: parent.width * 0.62
                colour: Theme.accentInk
            }
        }
        Words {
            objectName: "goodbye"
            width: parent.width
            text: qsTr("已清空，再见")
            size: Theme.text(96)
            strong: true
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
