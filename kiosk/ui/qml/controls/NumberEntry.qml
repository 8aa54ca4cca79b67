pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// A telephone number: what is typed, ten digits, who gets it, and what to do with it.
PagedColumn {
    id: entry

    required property Register register
    required property string doing
    property string doingIcon: "check"
    // Whether it can be done without a number.
    property bool optional: false
    property bool side: false
    // Whether who gets the number is said elsewhere.
    property bool noted: false

    spacing: Theme.px(entry.side ? 12 : 16)

    Block {
        id: row
        // With large letters on a panel that lies, the number and its keys on one page matter more than the hint.
        readonly property bool scarce: entry.side && Theme.large
        implicitHeight: field.height + (problem.visible ? problem.height + Theme.px(10) : row.scarce ? 0 : hint.height + Theme.px(10))
        touchable: true
        PhoneField {
            id: field
            width: parent.width
            register: entry.register
        }
        Item {
            id: hint
            visible: entry.register.problem === "" && !row.scarce
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
                text: entry.register.missing > 0 && entry.register.typed > 0
                      ? qsTr("中间 4 位盖住了。还差 %1 位").arg(entry.register.missing) : qsTr("中间 4 位会盖住，旁人看不见")
                size: Theme.display(34)
                strong: true
                color: Theme.lake
            }
        }
        Problem {
            id: problem
            visible: entry.register.problem !== ""
            y: field.height + Theme.px(10)
            width: parent.width
            size: Theme.display(34)
            text: entry.register.problem
        }
    }

    Block {
        touchable: true
        stretch: true
        most: Theme.px(780)
        implicitHeight: 4 * Theme.px(entry.side ? 84 : Theme.large ? 98 : 122) + 3 * keys.gap
        NumberPad {
            id: keys
            anchors.fill: parent
            onDigit: digit => entry.register.press(digit)
            onErase: entry.register.erase()
            onRestart: entry.register.restart()
        }
    }

    Block {
        wanted: !entry.noted
        implicitHeight: privacy.height
        PrivacyNote {
            id: privacy
            width: parent.width
        }
    }

    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(entry.side ? 120 : 144), enlist.implicitHeight, without.implicitHeight)
        PressButton {
            id: without
            objectName: "withoutPhone"
            visible: entry.optional
            name: qsTr("不留号码")
            icon: "no-number"
            look: "outline"
            size: Theme.display(38)
            width: Math.round((parent.width - Theme.gap) * 0.38)
            height: parent.height
            onTriggered: entry.register.submitWithoutPhone()
        }
        PressButton {
            id: enlist
            objectName: "submit"
            x: entry.optional ? without.width + Theme.gap : 0
            width: parent.width - x
            height: parent.height
            name: entry.register.busy ? qsTr("正在存…") : entry.doing
            icon: entry.doingIcon
            look: "primary"
            size: Theme.display(entry.side ? Theme.large ? 38 : 50 : 58)
            onTriggered: entry.register.submit()
        }
    }
}
