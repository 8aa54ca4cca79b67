import QtQuick
import Kiosk.Bridge

// The number to remember, and what happens now.
Rectangle {
    id: card

    required property Register register

    implicitHeight: numbers.height + Theme.px(56)
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.edge
    border.color: Theme.line

    Column {
        id: numbers
        x: Theme.px(36)
        y: Theme.px(28)
        width: parent.width - 2 * x
        Words {
            width: parent.width
            text: qsTr("您的编号")
            size: Theme.text(38)
            color: Theme.ink2
        }
        Words {
            objectName: "receiptNumber"
            width: parent.width
            text: card.register.number
            size: Math.min(Theme.display(104), numbers.width / 5.2)
            lineHeight: Math.round(size * 1.15)
            strong: true
            font.letterSpacing: Theme.px(4)
        }
        Words {
            visible: card.register.phone !== ""
            width: parent.width
            text: qsTr("手机 %1").arg(card.register.phone)
            size: Theme.display(44)
            strong: true
        }
        Words {
            width: parent.width
            text: card.register.phone !== "" ? qsTr("有合适的活，社区的人打给您") : qsTr("没留号码：记住编号，到社区窗口问")
            size: Theme.text(38)
        }
    }
}
