import QtQuick
import Kiosk.Bridge
import "../controls"

// How the station is, as a code for a technician's phone.
Frame {
    id: page

    required property Checkup checkup

    headHeight: title.height + Theme.px(20)
    head: [
        Words {
            id: title
            x: Theme.margin
            y: Theme.px(page.side ? 40 : 10)
            width: parent.width - 2 * x
            text: qsTr("这台机器的情况")
            size: Theme.display(66)
            strong: true
        }
    ]

    QrCard {
        anchors.fill: parent
        rows: page.checkup.qrRows
        title: qsTr("手机扫一扫，\n存下这台机器的情况")
        note: qsTr("里面没有居民的信息")
    }
}
