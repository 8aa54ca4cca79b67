pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// One policy: what one gets, why, what to bring, where, until when; and how sure all of it is.
Frame {
    id: page

    required property Entitle entitle
    readonly property var policy: page.entitle.policy
    readonly property bool here: page.entitle.hasPolicy

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: Theme.topicIcon(page.policy.topic ?? "")
            colour: Theme.topicColour(page.policy.topic ?? "")
            size: 64
            title: page.here ? page.policy.title ?? "" : qsTr("这一条不在了")
            note: page.policy.who ?? ""
        },
        Column {
            visible: page.side && page.here && !Theme.large
            x: Theme.margin
            y: words.y + words.height + Theme.px(10)
            width: parent.width - 2 * x
            spacing: Theme.px(14)
            Words {
                width: parent.width
                text: page.policy.amount ?? ""
                size: Theme.display(60)
                strong: true
                color: Theme.pay
            }
            Words {
                width: parent.width
                text: page.policy.benefit ?? ""
                size: Theme.text(38)
                strong: true
            }
            Marks { width: parent.width }
        },
        Acts {
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
        }
    ]

    component Marks: Flow {
        id: marks
        spacing: Theme.px(12)
        Chip { widest: marks.width; text: page.policy.left ?? ""; icon: "timer"; fill: Theme.warm; ink: Theme.warmInk; size: Theme.text(34) }
        Chip { widest: marks.width; text: page.policy.stopped ? qsTr("已停办") : page.policy.to_confirm ? qsTr("待确认，要问一下") : ""; icon: "warning"; fill: Theme.warm; ink: Theme.warmInk; size: Theme.text(34) }
        Chip { widest: marks.width; text: page.policy.sure ?? ""; icon: "info"; size: Theme.text(34) }
        Chip { widest: marks.width; text: page.policy.checked ?? ""; icon: "event-available"; size: Theme.text(34) }
    }

    component Part: Block {
        id: part
        required property string icon
        required property string title
        property list<string> said
        property string small: ""
        wanted: part.said.length > 0
        implicitHeight: Math.max(tile.height, said.height)
        IconTile {
            id: tile
            icon: part.icon
            fill: Theme.mint
            ink: Theme.mintInk
            side: Theme.px(72)
        }
        Column {
            id: said
            x: tile.width + Theme.px(22)
            width: parent.width - x
            spacing: Theme.px(4)
            Words {
                width: parent.width
                text: part.title
                size: Theme.text(40)
                strong: true
            }
            Repeater {
                model: part.said
                delegate: Words {
                    required property string modelData
                    width: said.width
                    text: modelData
                    size: Theme.text(36)
                }
            }
            Words {
                visible: text !== ""
                width: parent.width
                text: part.small
                size: Theme.text(30)
                color: Theme.ink2
            }
        }
    }

    PagedColumn {
        width: parent.width
        height: keys.visible ? keys.y - Theme.gap : parent.height
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(20)

        Block {
            wanted: page.here && !(page.side && !Theme.large)
            implicitHeight: most.height
            Column {
                id: most
                width: parent.width
                spacing: Theme.px(10)
                Words {
                    width: parent.width
                    text: page.policy.amount ?? ""
                    size: Theme.display(64)
                    strong: true
                    color: Theme.pay
                }
                Words {
                    width: parent.width
                    text: page.policy.benefit ?? ""
                    size: Theme.text(40)
                    strong: true
                }
            }
        }
        Block {
            wanted: page.here && !(page.side && !Theme.large)
            implicitHeight: marks.height
            Marks { id: marks; width: parent.width }
        }
        Part { icon: "checklist"; title: qsTr("还差这些"); said: page.policy.lacking ?? [] }
        Part { icon: "check-circle"; title: qsTr("为什么有您"); said: page.policy.why ?? [] }
        Part { icon: "id-card"; title: qsTr("要带什么"); said: (page.policy.papers ?? []).map(one => one[1] === "" ? one[0] : qsTr("%1（%2）").arg(one[0]).arg(one[1])) }
        Part {
            icon: "place"
            title: qsTr("到哪里办")
            said: (page.policy.offices ?? []).map(one => [one.name, one.address, one.hours, one.phone, one.online].filter(text => text !== "").join(qsTr("，")))
        }
        Part { icon: "calendar"; title: qsTr("什么时候办"); said: page.policy.deadline ? [page.policy.deadline] : [] }
        Repeater {
            model: page.policy.words ?? []
            delegate: Part {
                required property string modelData
                required property int index
                icon: "chat"
                title: index === 0 ? qsTr("说明白一点") : qsTr("还有")
                said: [modelData]
            }
        }
        Block {
            wanted: page.entitle.reminderRows.length > 0
            implicitHeight: code.implicitHeight
            QrCard {
                id: code
                objectName: "reminder"
                anchors.fill: parent
                rows: page.entitle.reminderRows
                title: qsTr("手机扫，\n到期前提醒您")
                note: qsTr("用手机自带的相机，\n微信扫只有文字")
            }
        }
        Part {
            icon: "text"
            title: qsTr("原文叫")
            said: page.here ? [[page.policy.official, page.policy.number].filter(text => text !== "").join(qsTr("，"))] : []
            small: page.here ? [page.policy.issuer, page.policy.source].filter(text => text !== "").join(" · ") : ""
        }
    }

    Acts {
        id: keys
        visible: !(page.side)
        width: parent.width
        anchors.bottom: parent.bottom
    }

    component Acts: Item {
        id: pair
        readonly property bool stacked: Theme.large || page.side
        height: pair.stacked ? call.implicitHeight + take.implicitHeight + Theme.gap : Math.max(Theme.px(140), call.implicitHeight, take.implicitHeight)
        PressButton {
            id: call
            objectName: "helpMe"
            width: pair.stacked ? parent.width : Math.round(parent.width * 0.5)
            height: pair.stacked ? implicitHeight : parent.height
            name: qsTr("请社区的人打给我")
            icon: "phone-callback"
            look: "outline"
            size: Theme.text(40)
            padding: Theme.px(14)
            onTriggered: page.visit.go("help")
        }
        PressButton {
            id: take
            objectName: "takeaway"
            x: pair.stacked ? 0 : call.width + Theme.gap
            y: pair.stacked ? call.height + Theme.gap : 0
            width: parent.width - x
            height: pair.stacked ? implicitHeight : parent.height
            name: qsTr("带走清单")
            icon: "qr"
            look: "primary"
            size: Theme.text(50)
            onTriggered: page.visit.go("takeaway")
        }
    }
}
