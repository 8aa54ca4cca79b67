pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// The third question: the telephone number, or none.
Frame {
    id: page

    required property Register register
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
            PrivacyNote { id: beside; width: parent.width }
        }
    ]
    headHeight: question.implicitHeight

    PagedColumn {
        anchors.fill: parent
        spacing: Theme.px(page.side ? 12 : 16)
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            implicitHeight: field.height + Math.max(hint.height, problem.height) + Theme.px(10)
            touchable: true
            PhoneField {
                id: field
                width: parent.width
                register: page.register
            }
            Item {
                id: hint
                visible: page.register.problem === ""
                y: field.height + Theme.px(10)
                width: parent.width
                height: hintWords.height
                Icon {
                    id: shield
                    name: "privacy"
                    side: Theme.display(40)
                    colour: Theme.lake
                    x: Theme.px(8)
                }
                Words {
                    id: hintWords
                    x: shield.x + shield.width + Theme.px(14)
                    width: parent.width - x
                    text: page.register.missing > 0 && page.register.typed > 0
                          ? qsTr("中间 4 位盖住了。还差 %1 位").arg(page.register.missing) : qsTr("中间 4 位会盖住，旁人看不见")
                    size: Theme.display(34)
                    strong: true
                    color: Theme.lake
                }
            }
            Problem {
                id: problem
                visible: page.register.problem !== ""
                y: field.height + Theme.px(10)
                width: parent.width
                size: Theme.display(34)
                text: page.register.problem
            }
        }

        Block {
            touchable: true
            stretch: true
            most: Theme.px(780)
            implicitHeight: 4 * Theme.px(page.side ? 84 : Theme.large ? 98 : 122) + 3 * keys.gap
            NumberPad {
                id: keys
                anchors.fill: parent
                onDigit: digit => page.register.press(digit)
                onErase: page.register.erase()
                onRestart: page.register.restart()
            }
        }

        Block {
            wanted: !page.noted
            implicitHeight: privacy.height
            PrivacyNote {
                id: privacy
                width: parent.width
            }
        }

        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(page.side ? 120 : 144), enlist.implicitHeight, without.implicitHeight)
            PressButton {
                id: without
                objectName: "withoutPhone"
                name: qsTr("不留号码")
                icon: "no-number"
                look: "outline"
                size: Theme.display(38)
                width: Math.round((parent.width - Theme.gap) * 0.38)
                height: parent.height
                onTriggered: page.register.submitWithoutPhone()
            }
            PressButton {
                id: enlist
                objectName: "submit"
                x: without.width + Theme.gap
                width: parent.width - x
                height: parent.height
                name: page.register.busy ? qsTr("正在存…") : qsTr("登记")
                icon: "check"
                look: "primary"
                size: Theme.display(page.side ? Theme.large ? 38 : 50 : 58)
                onTriggered: page.register.submit()
            }
        }
    }
}
