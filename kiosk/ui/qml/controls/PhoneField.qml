pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// The number as far as it is typed, its middle covered, with a place for each digit still to come.
Rectangle {
    id: field

    required property Number number
    readonly property real size: Math.floor(Math.min(Theme.text(86), (field.width - look.width - Theme.px(70)) * 100 / whole.implicitWidth))

    implicitHeight: Math.max(Theme.px(Theme.landscape ? 138 : 168), field.size * 1.5)
    height: implicitHeight
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.px(6)
    border.color: Theme.lake
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("手机号，按了 %1 位").arg(field.number.typed)

    // How wide a whole number is, covered.
    Words {
        id: whole
        visible: false
        text: "199 •••• 5678"
        size: 100
        strong: true
        wrapMode: Text.NoWrap
    }
    Row {
        x: Theme.px(40)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(4)

        Words {
            objectName: "number"
            hushed: true
            text: field.number.shown
            size: field.size
            strong: true
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
        }
        Rectangle {
            visible: field.number.missing > 0
            width: Theme.px(7)
            height: field.size * 1.15
            color: Theme.lake
            anchors.verticalCenter: parent.verticalCenter
        }
        Repeater {
            model: field.number.missing
            delegate: Item {
                id: blank
                required property int index
                readonly property int at: blank.index + field.number.typed
                width: field.size * (blank.at === 3 || blank.at === 7 ? 0.76 : 0.56)
                height: field.size * 1.1
                Rectangle {
                    anchors.right: parent.right
                    anchors.bottom: parent.bottom
                    width: field.size * 0.48
                    height: Theme.px(7)
                    color: Theme.line
                }
            }
        }
    }

    Press {
        id: look
        objectName: "reveal"
        anchors.right: parent.right
        width: Math.max(Theme.px(150), label.implicitWidth + Theme.px(30))
        height: parent.height
        name: field.number.revealed ? qsTr("盖住") : qsTr("看全部")
        onTriggered: field.number.reveal()

        Column {
            anchors.centerIn: parent
            spacing: Theme.px(2)
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: field.number.revealed ? "eye-off" : "eye"
                side: Theme.px(60)
                colour: Theme.lake
            }
            Words {
                id: label
                anchors.horizontalCenter: parent.horizontalCenter
                text: look.name
                size: Theme.display(32)
                strong: true
                wrapMode: Text.NoWrap
                color: Theme.lake
            }
        }
    }
}
