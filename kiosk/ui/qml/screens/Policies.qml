pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Every policy there is, on a topic or all; what is not sure any more says so.
Frame {
    id: page

    required property Entitle entitle
    // What is listed: all there is, or what is meant for somebody.
    property list<var> lines: page.entitle.lines
    property string named: qsTr("政策都在这儿")

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "wallet"
            colour: "indigo"
            title: page.named
            note: Theme.large && !page.side ? "" : qsTr("没网也能看，点开看要带什么")
        },
        PressButton {
            objectName: "subsidy"
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
            height: Math.max(Theme.px(140), implicitHeight)
            name: qsTr("点几下，看我能领什么")
            label: qsTr("看我能领什么")
            icon: "wallet"
            look: "primary"
            size: Theme.display(44)
            onTriggered: page.reckon()
        }
    ]

    PagedColumn {
        width: parent.width
        height: parent.height - (reckoner.visible ? reckoner.height + Theme.gap : 0)
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(16)
        centred: page.lines.length === 0

        Block {
            wanted: page.lines.length === 0
            implicitHeight: none.height
            EmptyNote {
                id: none
                width: parent.width
                icon: "wallet"
                colour: "indigo"
                title: qsTr("政策还没送到这台机器")
                note: qsTr("可以点“找人帮忙”问社区")
            }
        }
        Repeater {
            model: page.lines
            delegate: Block {
                id: row
                required property var modelData
                touchable: true
                implicitHeight: card.implicitHeight
                LineCard {
                    id: card
                    objectName: "policy/" + row.modelData.id
                    anchors.fill: parent
                    icon: Theme.topicIcon(row.modelData.topic)
                    colour: Theme.topicColour(row.modelData.topic)
                    title: row.modelData.title
                    note: row.modelData.benefit
                    remark: row.modelData.stopped ? qsTr("已停办") : row.modelData.to_confirm ? qsTr("待确认，要问一下") : ""
                    onTriggered: {
                        page.entitle.open(row.modelData.id)
                        page.visit.go("policy")
                    }
                }
            }
        }
    }
    PressButton {
        id: reckoner
        objectName: "subsidy"
        visible: !page.side
        width: parent.width
        height: Math.max(Theme.px(140), implicitHeight)
        anchors.bottom: parent.bottom
        name: qsTr("点几下，看我能领什么")
        label: Theme.large ? qsTr("看我能领什么") : name
        icon: "wallet"
        look: "primary"
        size: Theme.display(50)
        onTriggered: page.reckon()
    }

    function reckon(): void {
        page.entitle.begin()
        page.visit.go("subsidy")
    }
}
