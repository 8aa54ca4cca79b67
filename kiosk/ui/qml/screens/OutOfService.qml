import QtQuick
import Kiosk.Bridge
import "../controls"

// The machine cannot answer now. It tries again by itself.
Rectangle {
    id: page

    required property Station station

    gradient: Gradient {
        GradientStop { position: 0; color: Theme.heroTop }
        GradientStop { position: 1; color: Theme.heroEnd }
    }

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.margin
        spacing: Theme.px(30)
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "wrench"
            side: Theme.px(180)
            colour: Theme.heroNumber
        }
        Words {
            width: parent.width
            text: qsTr("这台机器正在恢复")
            size: Theme.text(76)
            strong: true
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            width: parent.width
            text: page.station.helperPhone === "" ? qsTr("请过一会儿再来") : qsTr("请过一会儿再来，或者打电话\n%1").arg(page.station.helperPhone)
            size: Theme.text(44)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
