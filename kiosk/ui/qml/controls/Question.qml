pragma ComponentBehavior: Bound
import QtQuick

// The head of one of the three questions: which step, what is asked, how to answer.
Item {
    id: head

    required property int step
    required property string question
    required property string how
    property bool side: false

    implicitHeight: words.y + words.height + Theme.px(24)

    Words {
        id: count
        x: Theme.margin + Theme.px(4)
        y: Theme.px(8)
        text: qsTr("第 %1 步，共 3 步").arg(head.step + 1)
        size: Theme.display(38)
        strong: true
    }
    Row {
        visible: !(head.side && Theme.large)
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: count.verticalCenter
        spacing: Theme.px(14)
        Repeater {
            model: 3
            delegate: Rectangle {
                id: dot
                required property int index
                width: Theme.px(dot.index === head.step ? 92 : 54)
                height: Theme.px(24)
                radius: height / 2
                color: dot.index <= head.step ? Theme.lake : Theme.track
            }
        }
    }
    Column {
        id: words
        x: Theme.margin + Theme.px(4)
        y: count.y + count.height + Theme.px(head.side ? 40 : Theme.large ? 6 : 24)
        width: parent.width - 2 * x
        Words {
            width: parent.width
            text: head.question
            size: Theme.display(head.side ? 66 : 72)
            strong: true
        }
        Words {
            width: parent.width
            text: head.how
            visible: text !== ""
            size: Theme.text(38)
            color: Theme.ink2
        }
    }
}
