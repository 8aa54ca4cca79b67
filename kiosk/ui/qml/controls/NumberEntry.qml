pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// A telephone number: what is typed, ten digits, who gets it, and what to do with it.
PagedColumn {
    id: entry

    required property Number number
    required property string doing
    required property string told
    property string problem: ""
    property bool busy: false
    property string doingIcon: "check"
    // What else can be done than giving a number here, and its picture; empty if nothing.
    property string otherwise: ""
    property string otherIcon: ""
    property bool side: false
    // Whether who gets the number is said elsewhere.
    property bool noted: false

    signal submitted
    signal other

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
            number: entry.number
        }
        Item {
            id: hint
            visible: entry.problem === "" && !row.scarce
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
                text: entry.number.missing > 0 && entry.number.typed > 0
                      ? qsTr("中间 4 位盖住了。还差 %1 位").arg(entry.number.missing) : qsTr("中间 4 位会盖住，旁人看不见")
                size: Theme.display(34)
                strong: true
                color: Theme.lake
            }
        }
        Problem {
            id: problem
            visible: entry.problem !== ""
            y: field.height + Theme.px(10)
            width: parent.width
            size: Theme.display(34)
            text: entry.problem
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
            onDigit: digit => entry.number.press(digit)
            onErase: entry.number.erase()
            onRestart: entry.number.restart()
        }
    }

    Block {
        wanted: !entry.noted
        implicitHeight: privacy.height
        PrivacyNote {
            id: privacy
            width: parent.width
            told: entry.told
        }
    }

    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(entry.side ? 120 : 144), enlist.implicitHeight, without.implicitHeight)
        PressButton {
            id: without
            objectName: entry.otherIcon === "qr" ? "byPhone" : "withoutPhone"
            visible: entry.otherwise !== ""
            name: entry.otherwise
            icon: entry.otherIcon
            look: "outline"
            size: Theme.display(38)
            width: Math.round((parent.width - Theme.gap) * 0.38)
            height: parent.height
            onTriggered: entry.other()
        }
        PressButton {
            id: enlist
            objectName: "submit"
            x: without.visible ? without.width + Theme.gap : 0
            width: parent.width - x
            height: parent.height
            name: entry.busy ? qsTr("正在存…") : entry.doing
            icon: entry.doingIcon
            look: "primary"
            size: Theme.display(entry.side ? Theme.large ? 38 : 50 : 58)
            onTriggered: entry.submitted()
        }
    }
}
