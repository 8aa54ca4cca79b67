import QtQuick
import Kiosk.Bridge
import "../controls"

// All one may ask of the jobs, where the list has no room for it.
Sheet {
    id: sheet

    required property Wanting wanting
    required property Skills skills
    required property Visit visit

    Block {
        implicitHeight: question.height
        Words {
            id: question
            width: parent.width
            text: qsTr("想要什么样的")
            size: Theme.display(66)
            strong: true
        }
    }
    Block {
        touchable: true
        implicitHeight: keys.height
        FilterKeys {
            id: keys
            wanting: sheet.wanting
            visit: sheet.visit
            skills: sheet.skills
            wide: parent.width
            most: 3
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(150), done.implicitHeight)
        PressButton {
            id: done
            objectName: "done"
            anchors.fill: parent
            name: qsTr("就这样")
            icon: "check"
            look: "primary"
            size: Theme.display(56)
            onTriggered: sheet.visit.openSheet("")
        }
    }
}
