import QtQuick
import Kiosk.Bridge
import "../controls"

// The courses one can still join, soonest first; job fairs and other meetings are one key away.
Frame {
    id: page

    required property Meetings meetings
    required property Asking asking

    headWidth: Theme.px(560)
    headHeight: words.height + Theme.px(24)
    head: [
        Column {
            id: words
            x: Theme.margin
            y: Theme.px(page.side ? 40 : 6)
            width: parent.width - 2 * x
            spacing: Theme.px(8)
            Words {
                width: parent.width
                text: qsTr("学技能")
                size: Theme.display(72)
                strong: true
            }
            Words {
                width: parent.width
                text: page.station.demo ? qsTr("示例内容，报不上名") : qsTr("学费、名额都写着，想学就报名")
                size: Theme.display(38)
                color: Theme.ink2
            }
        },
        PressButton {
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            objectName: "toEvents"
            width: parent.width - 2 * x
            height: Math.max(Theme.px(130), implicitHeight)
            name: qsTr("看招聘会和活动")
            icon: "groups"
            look: "outline"
            size: Theme.display(44)
            onTriggered: page.visit.go("events")
        }
    ]

    MeetingList {
        visible: !page.meetings.noCourses
        width: parent.width
        height: page.side ? parent.height : below.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        meetings: page.meetings
        offer: "course"
        onChosen: key => {
            page.meetings.openCourse(key)
            page.visit.go("course")
        }
    }
    PagedColumn {
        visible: page.meetings.noCourses
        width: parent.width
        height: page.side ? parent.height : below.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: none.height + Theme.px(30)
            EmptyNote {
                id: none
                width: parent.width
                icon: "school"
                colour: "brown"
                title: page.meetings.heldCourses ? qsTr("现在没有能报的课") : qsTr("这一块的内容还没送到这台机器。")
                note: qsTr("想学什么，可以告诉社区")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), wish.implicitHeight)
            PressButton {
                id: wish
                objectName: "wantToLearn"
                anchors.fill: parent
                name: qsTr("说说想学什么")
                icon: "wish"
                look: "primary"
                size: Theme.text(48)
                onTriggered: {
                    page.asking.begin("wish", "", "")
                    page.asking.choose("training")
                    page.visit.go("ask")
                }
            }
        }
    }
    PressButton {
        id: below
        objectName: "toEvents"
        visible: !page.side
        width: parent.width
        height: Math.max(Theme.px(130), implicitHeight)
        anchors.bottom: parent.bottom
        name: qsTr("看招聘会和活动")
        icon: "groups"
        look: "outline"
        size: Theme.display(44)
        onTriggered: page.visit.go("events")
    }

    Component.onCompleted: page.meetings.refresh()
}
