pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Broadcasts of openings: what is on, what comes, and what was recorded.
Frame {
    id: page

    required property Live live
    required property Register register

    headWidth: Theme.px(Theme.large ? 560 : 720)
    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "live"
            colour: "berry"
            title: qsTr("直播招聘")
            note: page.live.total > 0 ? qsTr("单位在手机上讲，您在手机上问") : ""
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.live.total === 0

        Repeater {
            model: page.live.lines
            delegate: Block {
                id: row

                required property string key
                required property string title
                required property string when
                required property string note
                required property string remark
                required property string remark_icon

                touchable: true
                implicitHeight: card.implicitHeight
                LineCard {
                    id: card
                    objectName: "broadcast/" + row.key
                    anchors.fill: parent
                    icon: "live"
                    colour: "berry"
                    title: row.title
                    figure: row.when
                    note: row.note
                    remark: row.remark
                    remarkIcon: row.remark_icon
                    onTriggered: {
                        page.live.open(row.key)
                        page.visit.go("broadcast")
                    }
                }
            }
        }
        Block {
            wanted: page.live.total === 0
            implicitHeight: none.height + Theme.px(40)
            EmptyNote {
                id: none
                width: parent.width
                icon: "live"
                colour: "berry"
                title: qsTr("最近没有直播")
                note: qsTr("有了就排在这儿。这些现在就能办：")
            }
        }
        Block {
            wanted: page.live.total === 0
            touchable: true
            implicitHeight: Math.max(Theme.px(160), near.implicitHeight)
            HomeTile {
                id: near
                objectName: "nearby"
                anchors.fill: parent
                shape: "row"
                look: "primary"
                name: qsTr("找附近的工作")
                icon: "search-person"
                onTriggered: page.visit.go("nearby")
            }
        }
        Block {
            wanted: page.live.total === 0
            touchable: true
            implicitHeight: Math.max(Theme.px(160), enlist.implicitHeight)
            HomeTile {
                id: enlist
                objectName: "register"
                anchors.fill: parent
                shape: "row"
                name: qsTr("登记找工作")
                icon: "register"
                onTriggered: {
                    page.register.begin("")
                    page.visit.go("register")
                }
            }
        }
    }
}
