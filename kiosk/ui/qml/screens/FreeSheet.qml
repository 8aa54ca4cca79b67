pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// When somebody is free, by steps. The way there and back on foot is taken off.
Sheet {
    id: sheet

    required property FreeTime freeTime
    required property Visit visit

    crownHeight: question.height + Theme.px(16)
    baseHeight: Math.max(Theme.px(Theme.landscape ? 120 : 150), any.implicitHeight, done.implicitHeight)
    crown: [
        Words {
            id: question
            width: parent.width
            text: qsTr("几点到几点有空？")
            size: Theme.display(60)
            strong: true
        }
    ]
    base: [
        PressButton {
            id: any
            objectName: "freeAny"
            visible: sheet.freeTime.chosen
            width: Math.round((parent.width - 2 * Theme.gap) / 3)
            height: parent.height
            name: qsTr("不限")
            icon: Theme.large ? "" : "restart"
            look: "outline"
            size: Theme.display(48)
            onTriggered: {
                sheet.freeTime.drop()
                sheet.visit.openSheet("")
            }
        },
        PressButton {
            id: done
            objectName: "freeSee"
            x: any.visible ? any.width + Theme.gap : 0
            width: parent.width - x
            height: parent.height
            name: sheet.freeTime.fitting === "" ? qsTr("看看") : sheet.freeTime.none ? qsTr("没有，看怎么办") : qsTr("看 %1").arg(sheet.freeTime.fitting)
            icon: "forward"
            iconLast: true
            look: "primary"
            size: Theme.display(Theme.large ? 50 : 56)
            onTriggered: {
                sheet.freeTime.take()
                sheet.visit.openSheet("")
            }
        }
    ]

    Block {
        touchable: true
        implicitHeight: start.implicitHeight
        Stepper {
            id: start
            width: parent.width
            title: qsTr("几点能出门")
            value: sheet.freeTime.start
            keyName: "start"
            steps: sheet.times
            onStepped: by => sheet.freeTime.moveStart(by)
        }
    }
    Block {
        touchable: true
        implicitHeight: end.implicitHeight
        Stepper {
            id: end
            width: parent.width
            title: qsTr("几点要回到")
            value: sheet.freeTime.end
            keyName: "end"
            steps: sheet.times
            onStepped: by => sheet.freeTime.moveEnd(by)
        }
    }
    Block {
        touchable: true
        implicitHeight: days.implicitHeight
        Stepper {
            id: days
            width: parent.width
            title: qsTr("周一到周五，能来")
            value: sheet.freeTime.days
            keyName: "days"
            steps: [
                { name: qsTr("少一天"), label: Theme.large ? qsTr("少一天") : "", icon: "minus", by: -1 },
                { name: qsTr("多一天"), label: Theme.large ? qsTr("多一天") : "", icon: "plus", by: 1 }
            ]
            onStepped: by => sheet.freeTime.moveDays(by)
        }
    }
    Block {
        implicitHeight: note.height
        Words {
            id: note
            width: parent.width
            text: [qsTr("来回走路的时间算在里面，从这台机器走起。"), sheet.freeTime.nearly].filter(part => part !== "").join("\n")
            size: Theme.text(34)
            color: Theme.ink2
        }
    }

    readonly property list<var> times: [
        { name: qsTr("早 1 小时"), label: qsTr("1 小时"), icon: "minus", by: -60 },
        { name: qsTr("早 10 分钟"), label: qsTr("10 分"), icon: "minus", by: -10 },
        { name: qsTr("晚 10 分钟"), label: qsTr("10 分"), icon: "plus", by: 10 },
        { name: qsTr("晚 1 小时"), label: qsTr("1 小时"), icon: "plus", by: 60 }
    ]
}
