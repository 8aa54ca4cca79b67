import QtQuick
import Kiosk.Bridge
import "../controls"

// The third question: the telephone number, or none.
Frame {
    id: page

    required property Register register
    required property Number number
    readonly property bool tight: Theme.large
    // Beside the question, if it has room there.
    readonly property bool noted: page.side && question.implicitHeight + beside.height < page.height - Theme.px(160)

    head: [
        Question {
            id: question
            width: parent.width
            side: page.side
            step: 2
            question: qsTr("您的手机号是多少？")
            how: page.tight ? "" : qsTr("有合适的活，社区的人打给您")
        },
        Column {
            visible: page.noted
            x: Theme.margin
            y: question.implicitHeight + Theme.px(20)
            width: parent.width - 2 * x
            PrivacyNote { id: beside; width: parent.width; told: page.register.notice }
        }
    ]
    headHeight: question.implicitHeight

    NumberEntry {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        number: page.number
        told: page.register.notice
        problem: page.register.problem
        busy: page.register.busy
        side: page.side
        noted: page.noted
        otherwise: qsTr("不留号码")
        otherIcon: "no-number"
        doing: qsTr("登记")
        onSubmitted: page.register.submit()
        onOther: page.register.submitWithoutPhone()
    }
}
