import QtQuick
import Kiosk.Bridge
import "../controls"

// The first question: what work, by pictures.
Frame {
    id: page

    required property Register register
    required property PhoneFirst phoneFirst

    head: [
        Question {
            width: parent.width
            side: page.side
            step: 0
            question: qsTr("您想干什么活？")
            how: qsTr("点图片选，最多选 3 个")
        }
    ]

    ChoiceRows {
        width: parent.width
        height: (problem.visible ? problem.y : foot.y) - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.textScale > 1.8 && !Theme.landscape ? 1 : Theme.large ? (Theme.landscape && Theme.textScale < 1.8 ? 3 : 2) : Theme.landscape ? 4 : 3
        chosen: page.register.kinds
        entries: page.works
        onPicked: key => page.register.toggleKind(key)
    }
    Problem {
        id: problem
        visible: page.register.problem !== ""
        width: parent.width
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.gap
        text: page.register.problem
    }
    StepFoot {
        id: foot
        width: parent.width
        anchors.bottom: parent.bottom
        skip: Theme.large ? qsTr("都可以") : qsTr("都可以，\n跳过")
        ready: page.register.kinds.length > 0
        other: page.station.phones ? qsTr("用手机填") : ""
        onOtherwise: {
            page.phoneFirst.begin("registration", "")
            page.visit.go("phone")
        }
        onSkipped: page.register.anyKind()
        onDone: page.register.next()
    }

    readonly property var works: [
        { key: "cleaning", name: qsTr("打扫"), icon: "work-cleaning" },
        { key: "cooking", name: qsTr("做饭"), icon: "work-cooking" },
        { key: "serving", name: qsTr("服务员"), icon: "work-serving" },
        { key: "cashier", name: qsTr("收银"), icon: "work-cashier" },
        { key: "security", name: qsTr("保安"), icon: "work-security" },
        { key: "driving", name: qsTr("开车送货"), icon: "work-driving" },
        { key: "warehouse", name: qsTr("搬运仓库"), icon: "work-warehouse" },
        { key: "factory", name: qsTr("工厂做工"), icon: "work-factory" },
        { key: "elder_care", name: qsTr("照顾老人"), icon: "work-elder-care" },
        { key: "child_care", name: qsTr("带孩子"), icon: "work-child-care" },
        { key: "sewing", name: qsTr("缝纫手工"), icon: "work-sewing" },
        { key: "office", name: qsTr("办公室"), icon: "work-office" }
    ]
}
