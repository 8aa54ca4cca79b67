pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// How to see and reach better. Everything changes at once, and goes back when the person leaves.
Sheet {
    id: sheet

    required property Visit visit

    Block {
        implicitHeight: question.height
        Words {
            id: question
            width: parent.width
            text: qsTr("怎么看得清？")
            size: Theme.display(66)
            strong: true
        }
    }
    Block {
        touchable: true
        implicitHeight: sizes.implicitHeight
        Options {
            id: sizes
            width: parent.width
            title: qsTr("字多大")
            Repeater {
                model: [[1, 40, qsTr("字普通")], [1.25, 50, qsTr("字大一点")], [1.6, 64, qsTr("字很大")], [2, 80, qsTr("字最大")]]
                delegate: PressButton {
                    id: size
                    required property list<var> modelData
                    objectName: "scale" + size.modelData[0]
                    role: Accessible.RadioButton
                    checked: sheet.visit.textScale === size.modelData[0]
                    look: size.checked ? "chosen" : "card"
                    width: (sizes.width - 3 * Theme.gap) / 4
                    height: Theme.px(144)
                    name: size.modelData[2]
                    label: qsTr("字")
                    size: Theme.px(size.modelData[1])
                    onTriggered: sheet.visit.textScale = size.modelData[0]
                }
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: colours.implicitHeight
        Options {
            id: colours
            width: parent.width
            title: qsTr("什么颜色")
            Repeater {
                model: [["standard", qsTr("普通")], ["dark", qsTr("黑底白字")], ["light", qsTr("白底黑字")]]
                delegate: PressButton {
                    id: colour
                    required property list<var> modelData
                    objectName: colour.modelData[0]
                    role: Accessible.RadioButton
                    checked: sheet.visit.colours === colour.modelData[0]
                    look: colour.checked ? "chosen" : "card"
                    width: (colours.width - 2 * Theme.gap) / 3
                    height: Math.max(Theme.px(144), implicitHeight)
                    padding: Theme.px(8)
                    name: colour.modelData[1]
                    size: Theme.display(44)
                    onTriggered: sheet.visit.colours = colour.modelData[0]
                }
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(150), seated.implicitHeight)
        HomeTile {
            id: seated
            objectName: "lowReach"
            anchors.fill: parent
            role: Accessible.CheckBox
            checked: sheet.visit.lowReach
            look: seated.checked ? "chosen" : "card"
            shape: "side"
            name: qsTr("坐着用")
            note: qsTr("按钮放低，时间也长一些")
            icon: "sit"
            colour: "sea"
            onTriggered: sheet.visit.lowReach = !sheet.visit.lowReach
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(150), reset.implicitHeight, done.implicitHeight)
        PressButton {
            id: reset
            objectName: "reset"
            width: Math.round((parent.width - Theme.gap) * 0.42)
            height: parent.height
            name: qsTr("恢复原样")
            padding: Theme.px(14)
            icon: "restart"
            look: "outline"
            size: Theme.display(44)
            onTriggered: sheet.visit.resetDisplay()
        }
        PressButton {
            id: done
            objectName: "done"
            x: reset.width + Theme.gap
            width: parent.width - x
            height: parent.height
            name: qsTr("就这样")
            icon: "check"
            look: "primary"
            size: Theme.display(56)
            onTriggered: sheet.visit.openSheet("")
        }
    }
    Block {
        implicitHeight: promise.height
        Words {
            id: promise
            width: parent.width
            text: qsTr("您走了以后会自动恢复原样")
            size: Theme.display(34)
            color: Theme.ink2
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
