import QtQuick
import Kiosk.Bridge
import "../controls"

// The second question: when.
Frame {
    id: page

    required property Register register

    head: [
        Question {
            width: parent.width
            side: page.side
            step: 1
            question: qsTr("您什么时候有空？")
            how: qsTr("可以选几个")
        }
    ]

    ChoiceRows {
        width: parent.width
        height: foot.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.landscape ? 2 : 1
        flat: true
        most: Theme.px(224)
        chosen: page.register.times
        entries: page.times
        onPicked: key => page.register.toggleTime(key)
    }
    StepFoot {
        id: foot
        width: parent.width
        anchors.bottom: parent.bottom
        skip: page.register.times.length > 0 ? "" : Theme.large ? qsTr("跳过") : qsTr("不好说，\n跳过")
        ready: page.register.times.length > 0
        onSkipped: page.register.next()
        onDone: page.register.next()
    }

    readonly property var times: [
        { key: "daytime", name: qsTr("白天"), note: qsTr("早 8 点到晚 6 点"), icon: "sun" },
        { key: "evening", name: qsTr("晚上"), note: qsTr("晚 6 点以后"), icon: "moon" },
        { key: "half_day", name: qsTr("半天"), note: qsTr("一天四个小时左右"), icon: "half-day" },
        { key: "weekend", name: qsTr("周末"), note: qsTr("星期六、星期日"), icon: "weekend" },
        { key: "any", name: qsTr("都行"), note: qsTr("什么时候都可以"), icon: "any-time" }
    ]
}
