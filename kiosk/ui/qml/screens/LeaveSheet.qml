import QtQuick
import Kiosk.Bridge
import "../controls"

// Asked only when something half done would be lost.
Sheet {
    id: sheet

    required property Visit visit

    floating: true

    Block {
        implicitHeight: words.height + Theme.px(20)
        Column {
            id: words
            width: parent.width
            spacing: Theme.px(12)
            Words {
                width: parent.width
                text: qsTr("还没登记完，要走吗？")
                size: Theme.display(58)
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
            Words {
                width: parent.width
                text: qsTr("走了，刚才按的都会擦掉")
                size: Theme.display(40)
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(176), stay.implicitHeight)
        PressButton {
            id: stay
            objectName: "stay"
            anchors.fill: parent
            name: qsTr("接着登记")
            icon: "edit"
            look: "accent"
            size: Theme.display(60)
            onTriggered: sheet.visit.openSheet("")
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(140), go.implicitHeight)
        PressButton {
            id: go
            objectName: "leaveAnyway"
            anchors.fill: parent
            name: qsTr("不登了，清空离开")
            icon: "trash"
            look: "outline"
            size: Theme.display(44)
            onTriggered: sheet.visit.leave()
        }
    }
}
