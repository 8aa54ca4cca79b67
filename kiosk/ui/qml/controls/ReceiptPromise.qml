import QtQuick
import Kiosk.Bridge

// What happens now with what was registered.
Column {
    id: promise

    required property Register register

    Words {
        visible: promise.register.phone !== ""
        width: parent.width
        text: qsTr("手机 %1").arg(promise.register.phone)
        size: Theme.display(40)
        strong: true
    }
    Words {
        width: parent.width
        text: promise.register.wasCall ? qsTr("社区的人打给您，说这个岗位") : promise.register.phone !== "" ? qsTr("有合适的活，社区的人打给您") : qsTr("没留号码：记住编号，到社区窗口问")
        size: Theme.display(38)
    }
}
