import QtQuick
import Kiosk.Bridge

// What happens now with what was registered.
Column {
    id: promise

    required property Kept kept

    Words {
        visible: promise.kept.phone !== ""
        width: parent.width
        text: qsTr("手机 %1").arg(promise.kept.phone)
        size: Theme.display(40)
        strong: true
    }
    Words {
        width: parent.width
        text: promise.kept.promise
        size: Theme.display(38)
    }
}
