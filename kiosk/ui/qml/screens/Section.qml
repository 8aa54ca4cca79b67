import QtQuick
import Kiosk.Bridge
import "../controls"

// A part whose content is not on this machine: says so, and what can be done instead.
Frame {
    id: page

    required property Register register
    readonly property var entry: page.entries[page.visit.topic] ?? page.entries.subsidy

    headHeight: note.height + Theme.px(Theme.large ? 60 : 340)
    head: [
        EmptyNote {
            id: note
            x: Theme.margin
            y: (parent.height - height) / 2
            width: parent.width - 2 * x
            icon: page.entry.icon
            colour: page.entry.colour
            title: page.entry.name
            note: qsTr("这一块的内容还没送到这台机器。") + "\n" + qsTr("这些现在就能办：")
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.side

        Block {
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
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(160), ask.implicitHeight)
            HomeTile {
                id: ask
                objectName: "askHelp"
                anchors.fill: parent
                shape: "row"
                name: qsTr("找人帮忙")
                icon: "help"
                colour: "plum"
                onTriggered: page.visit.go("help")
            }
        }
    }

    readonly property var entries: ({
        subsidy: { name: qsTr("我能领什么补贴"), icon: "wallet", colour: "indigo" },
        training: { name: qsTr("学技能"), icon: "school", colour: "brown" },
        live: { name: qsTr("直播招聘"), icon: "live", colour: "berry" },
        guidance: { name: qsTr("求职指导"), icon: "chat", colour: "sea" }
    })
}
