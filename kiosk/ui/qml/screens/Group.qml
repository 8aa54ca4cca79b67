pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What there is for one group, and one person to ask. Looking needs no proof and leaves no trace.
Frame {
    id: page

    required property ForGroup forGroup
    readonly property var view: page.forGroup.view

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "group-" + (page.view.group ?? "migrant").replace(/_/g, "-")
            colour: "plum"
            title: page.view.title ?? ""
            note: Theme.large ? "" : [page.view.words ?? "", qsTr("随便看，不用证明，也不记下来")].filter(part => part !== "").join("\n")
        },
        Words {
            visible: page.side && !Theme.large && text !== ""
            x: Theme.margin
            y: words.height + Theme.px(30)
            width: parent.width - 2 * x
            text: page.view.who ?? ""
            size: Theme.text(34)
            color: Theme.ink2
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(170), jobs.implicitHeight)
            HomeTile {
                id: jobs
                objectName: "groupJobs"
                anchors.fill: parent
                shape: "row"
                look: "primary"
                noteShown: true
                name: page.forGroup.total > 0 ? qsTr("%1 个合适的岗位").arg(page.forGroup.total) : qsTr("看附近的工作")
                note: page.forGroup.total > 0 ? qsTr("每个都写着为什么合适，从近到远") : qsTr("这里现在没有专门招的，附近的都能看")
                icon: "search-person"
                onTriggered: page.visit.go(page.forGroup.total > 0 ? "groupJobs" : "nearby")
            }
        }
        Block {
            touchable: true
            wanted: page.forGroup.policies.length > 0
            implicitHeight: Math.max(Theme.px(150), policies.implicitHeight)
            HomeTile {
                id: policies
                objectName: "groupPolicies"
                anchors.fill: parent
                shape: "row"
                noteShown: !Theme.large
                name: qsTr("%1 条政策").arg(page.forGroup.policies.length)
                note: page.forGroup.policies.slice(0, 2).map(one => one.title).join(qsTr("、"))
                icon: "wallet"
                colour: "indigo"
                onTriggered: page.visit.go("groupPolicies")
            }
        }
        Block {
            touchable: true
            wanted: page.forGroup.meetingCount > 0
            implicitHeight: Math.max(Theme.px(150), meetings.implicitHeight)
            HomeTile {
                id: meetings
                objectName: "groupMeetings"
                anchors.fill: parent
                shape: "row"
                noteShown: !Theme.large
                name: qsTr("%1 个培训和活动").arg(page.forGroup.meetingCount)
                note: qsTr("什么时候、在哪里、要不要钱")
                icon: "school"
                colour: "brown"
                onTriggered: page.visit.go("groupMeetings")
            }
        }
        Block {
            wanted: !page.side && !Theme.large && (page.view.who ?? "") !== ""
            implicitHeight: who.height
            Words {
                id: who
                width: parent.width
                text: page.view.who ?? ""
                size: Theme.text(36)
                color: Theme.ink2
            }
        }
        Block {
            wanted: (page.view.contact_name ?? "") !== "" || (page.view.contact_phone ?? "") !== ""
            implicitHeight: contact.height
            Rectangle {
                id: contact
                width: parent.width
                height: reach.height + Theme.px(40)
                radius: Theme.radius
                color: Theme.surface
                border.width: Theme.edge
                border.color: Theme.line
                Column {
                    id: reach
                    x: Theme.px(34)
                    y: Theme.px(20)
                    width: parent.width - 2 * x
                    spacing: Theme.px(6)
                    Words {
                        width: parent.width
                        text: qsTr("有事问：%1").arg([page.view.contact_name, Theme.large ? "" : page.view.contact_place].filter(part => part).join(" · "))
                        size: Theme.display(40)
                        strong: true
                    }
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: page.view.contact_phone ?? ""
                        size: Theme.display(56)
                        strong: true
                        color: Theme.lake
                    }
                    Chip {
                        text: page.view.remark ?? ""
                        icon: "info"
                        fill: Theme.warm
                        ink: Theme.warmInk
                        widest: parent.width
                    }
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: page.view.contact_hours ?? ""
                        size: Theme.display(36)
                    }
                }
            }
        }
        Block { stretch: true }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(130), call.implicitHeight)
            PressButton {
                id: call
                objectName: "helpMe"
                anchors.fill: parent
                name: qsTr("请社区的人打给我")
                icon: "phone-callback"
                look: "outline"
                size: Theme.text(46)
                onTriggered: page.visit.go("help")
            }
        }
    }
}
