import QtQuick
import Kiosk.Bridge
import "../controls"

// The machine cannot answer yet, or not now. It tries again by itself.
Rectangle {
    id: page

    required property Station station
    required property Visit visit
    property bool starting: false
    readonly property string gone: page.station.helperPhone === "" ? qsTr("这里不再收东西，请找社区的人") : qsTr("这里不再收东西，请打电话\n%1").arg(page.station.helperPhone)

    gradient: Gradient {
        GradientStop { position: 0; color: Theme.heroTop }
        GradientStop { position: 1; color: Theme.heroEnd }
    }

    CaretakerCorner { visit: page.visit }

    Column {
        anchors.centerIn: parent
        width: parent.width - 4 * Theme.margin
        spacing: Theme.px(30)
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: page.starting ? "station" : "wrench"
            side: Theme.px(180)
            colour: Theme.heroNumber
        }
        Words {
            width: parent.width
            text: page.starting ? qsTr("正在开机") : page.station.retired ? qsTr("这台机器停用了") : qsTr("这台机器正在恢复")
            size: Theme.text(76)
            strong: true
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            width: parent.width
            text: page.starting ? qsTr("马上就好") : page.station.retired ? page.gone : page.station.helperPhone === "" ? qsTr("请过一会儿再来") : qsTr("请过一会儿再来，或者打电话\n%1").arg(page.station.helperPhone)
            size: Theme.text(44)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
