import QtQuick
import Kiosk.Bridge
import "../controls"

// 会做的事: what somebody can do, by pictures.
Frame {
    id: page

    required property Skills skills

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "hand"
            title: qsTr("您会做什么？")
            note: qsTr("点图片选，最多选 3 个。离开就忘掉")
        }
    ]

    ChoiceRows {
        width: parent.width
        height: (problem.visible ? problem.y : done.y) - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.textScale > 1.8 && !Theme.landscape ? 1 : Theme.large ? 2 : 4
        most: Theme.px(250)
        chosen: page.skills.chosen
        entries: page.skills.abilities
        onPicked: key => page.skills.toggle(key)
    }
    Problem {
        id: problem
        visible: page.skills.problem !== ""
        width: parent.width
        anchors.bottom: done.top
        anchors.bottomMargin: Theme.gap
        text: page.skills.problem
    }
    PressButton {
        id: done
        objectName: "seeSkills"
        width: parent.width
        height: Math.max(Theme.px(Theme.landscape ? 120 : 150), implicitHeight)
        anchors.bottom: parent.bottom
        enabled: page.skills.chosen.length > 0
        look: enabled ? "primary" : "still"
        name: !enabled ? qsTr("先选一样") : page.skills.total > 0 ? qsTr("看 %1").arg(page.skills.howMany) : qsTr("看看")
        icon: enabled ? "forward" : ""
        iconLast: true
        size: Theme.display(56)
        onTriggered: page.visit.go("skillJobs")
    }
}
