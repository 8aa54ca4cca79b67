import QtQuick
import Kiosk.Bridge
import "../controls"

// Job fairs, special ones and lectures that are not over, soonest first.
Frame {
    id: page

    required property Meetings meetings

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
                text: qsTr("招聘会和活动")
                size: Theme.display(page.side ? 64 : 72)
                strong: true
            }
            Words {
                width: parent.width
                text: page.station.demo ? qsTr("示例内容，去了没有人") : qsTr("时间、地方都写着，能先报名")
                size: Theme.display(38)
                color: Theme.ink2
            }
        },
        PressButton {
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            objectName: "toTraining"
            width: parent.width - 2 * x
            height: Math.max(Theme.px(130), implicitHeight)
            name: qsTr("看培训课")
            icon: "school"
            look: "outline"
            size: Theme.display(44)
            onTriggered: page.visit.go("training")
        }
    ]

    MeetingList {
        visible: !page.meetings.noEvents
        width: parent.width
        height: page.side ? parent.height : below.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        meetings: page.meetings
        offer: "event"
        onChosen: key => {
            page.meetings.openEvent(key)
            page.visit.go("event")
        }
    }
    PagedColumn {
        visible: page.meetings.noEvents
        width: parent.width
        height: page.side ? parent.height : below.y - Theme.gap
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: none.height + Theme.px(30)
            EmptyNote {
                id: none
                width: parent.width
                icon: "groups"
                colour: "olive"
                title: page.meetings.heldEvents ? qsTr("这几天没有招聘会") : qsTr("这一块的内容还没送到这台机器。")
                note: qsTr("附近的工作天天都能看")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), near.implicitHeight)
            PressButton {
                id: near
                objectName: "nearby"
                anchors.fill: parent
                name: qsTr("找附近的工作")
                icon: "search-person"
                look: "primary"
                size: Theme.text(48)
                onTriggered: page.visit.go("nearby")
            }
        }
    }
    PressButton {
        id: below
        objectName: "toTraining"
        visible: !page.side
        width: parent.width
        height: Math.max(Theme.px(130), implicitHeight)
        anchors.bottom: parent.bottom
        name: qsTr("看培训课")
        icon: "school"
        look: "outline"
        size: Theme.display(44)
        onTriggered: page.visit.go("training")
    }

    Component.onCompleted: page.meetings.refresh()
}
