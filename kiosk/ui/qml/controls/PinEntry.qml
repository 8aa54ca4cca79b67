import QtQuick
import Kiosk.Bridge

// A technician's PIN: how much of it is typed, ten digits, and 进入.
PagedColumn {
    id: entry

    required property Technician technician

    spacing: Theme.px(Theme.landscape ? 13 : 22)

    Block {
        implicitHeight: field.height + (problem.visible ? problem.height + Theme.px(12) : 0)
        Rectangle {
            id: field
            width: parent.width
            height: dots.height + Theme.px(Theme.landscape ? 8 : 32)
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.px(6)
            border.color: Theme.lake
            Words {
                id: dots
                objectName: "pin"
                hushed: true
                anchors.centerIn: parent
                text: entry.technician.typed > 0 ? "●".repeat(entry.technician.typed) : " "
                size: Theme.display(Theme.landscape ? 44 : 56)
                color: Theme.lake
                wrapMode: Text.NoWrap
            }
        }
        Problem {
            id: problem
            visible: entry.technician.said !== ""
            y: field.height + Theme.px(12)
            width: parent.width
            text: entry.technician.said
        }
    }
    Block {
        touchable: true
        stretch: true
        most: Theme.px(780)
        implicitHeight: 4 * Theme.px(Theme.landscape ? 84 : Theme.large ? 98 : 122) + 3 * keys.gap
        NumberPad {
            id: keys
            anchors.fill: parent
            onDigit: digit => entry.technician.press(digit)
            onErase: entry.technician.erase()
            onRestart: entry.technician.restart()
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(Theme.landscape ? 104 : 144), go.implicitHeight)
        PressButton {
            id: go
            objectName: "enter"
            anchors.fill: parent
            name: qsTr("进入")
            icon: "key"
            look: "primary"
            size: Theme.display(Theme.landscape ? 40 : 50)
            onTriggered: entry.technician.submit()
        }
    }
}
