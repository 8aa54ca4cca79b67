pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Events and courses that are meant for one group.
Frame {
    id: page

    required property ForGroup forGroup
    required property Meetings meetings

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "school"
            colour: "brown"
            size: 64
            title: qsTr("培训和活动")
            note: page.forGroup.view.title ?? ""
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(18)

        Repeater {
            model: page.forGroup.meetings
            delegate: Block {
                id: row

                required property string key
                required property string kind
                required property string icon
                required property string colour
                required property string title
                required property string when
                required property string way
                required property string where
                required property list<string> tags
                required property string remark

                touchable: true
                implicitHeight: card.implicitHeight
                MeetingCard {
                    id: card
                    objectName: "meeting/" + row.key
                    anchors.fill: parent
                    kind: row.kind
                    icon: row.icon
                    colour: row.colour
                    title: row.title
                    when: row.when
                    way: row.way
                    where: row.where
                    tags: row.tags
                    remark: row.remark
                    onTriggered: {
                        if (row.kind === "")
                            page.meetings.openEvent(row.key)
                        else
                            page.meetings.openCourse(row.key)
                        page.visit.go(row.kind === "" ? "event" : "course")
                    }
                }
            }
        }
    }
}
