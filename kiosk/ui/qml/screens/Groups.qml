pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Work meant for somebody in particular. Looking needs no proof and leaves no trace.
Frame {
    id: page

    required property ForGroup forGroup

    headHeight: words.height + Theme.px(30)
    head: [
        Column {
            id: words
            x: Theme.margin
            y: Theme.px(page.side ? 40 : 10)
            width: parent.width - 2 * x
            spacing: Theme.px(10)
            Words {
                width: parent.width
                text: qsTr("您是哪一种？")
                size: Theme.display(72)
                strong: true
            }
            Words {
                width: parent.width
                text: qsTr("随便看，不用证明，也不记下来")
                size: Theme.text(38)
                color: Theme.ink2
            }
        }
    ]

    ChoiceRows {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.large ? 1 : Theme.landscape ? 3 : 2
        flat: !Theme.landscape || Theme.large
        most: Theme.px(250)
        chosen: []
        entries: page.groups
        onPicked: key => {
            page.forGroup.open(key)
            page.visit.go("group")
        }
    }

    readonly property var groups: [
        { key: "graduate", name: qsTr("高校毕业生"), icon: "group-graduate" },
        { key: "veteran", name: qsTr("退役军人"), icon: "group-veteran" },
        { key: "ex_fisher", name: qsTr("退捕渔民"), icon: "group-ex-fisher" },
        { key: "migrant", name: qsTr("农民工"), icon: "group-migrant" },
        { key: "disabled", name: qsTr("残疾人"), icon: "group-disabled" },
        { key: "carer", name: qsTr("带孩子的人"), icon: "group-carer" },
        { key: "senior", name: qsTr("年纪大的人"), icon: "group-senior" },
        { key: "hard_to_place", name: qsTr("就业困难"), icon: "group-hard-to-place" },
        { key: "leaving_public_post", name: qsTr("公益岗到期"), icon: "group-leaving-public-post" }
    ]
}
