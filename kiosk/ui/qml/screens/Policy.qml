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
            visible: page.side && page.here && Theme.textScale < 1.1
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

    // What is told, one text a row, the first of a part with its picture and its heading.
    readonly property var told: [
        ...page.part("checklist", page.policy.open ? qsTr("要问清楚") : qsTr("还差这些"), page.policy.lacking),
        ...page.part("check-circle", qsTr("为什么有您"), page.policy.why),
        ...page.part("id-card", qsTr("要带什么"), (page.policy.papers ?? []).map(one => one[1] === "" ? one[0] : qsTr("%1（%2）").arg(one[0]).arg(one[1]))),
        ...page.part("place", qsTr("到哪里办"), (page.policy.offices ?? []).map(one => page.joined([one.name, one.address, one.hours, one.phone, one.online]))),
        ...page.part("calendar", qsTr("什么时候办"), [page.policy.deadline ?? ""]),
        ...page.part("chat", qsTr("说明白一点"), page.policy.words),
        ...page.part("text", qsTr("原文叫"), [page.joined([page.policy.official, page.policy.number]), page.joined([page.policy.issuer, page.policy.source])])
    ]

    function joined(parts: var): string { return parts.filter(part => part).join(qsTr("，")) }
    function part(icon: string, title: string, texts: var): var {
        return (texts ?? []).filter(text => text !== "").map((text, place) => ({ icon: place === 0 ? icon : "", title: place === 0 ? title : "", text: text }))
    }

    PagedColumn {
        width: parent.width
        height: keys.visible ? keys.y - Theme.gap : parent.height
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(14)

        Block {
            wanted: page.here && !(page.side && Theme.textScale < 1.1)
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
            wanted: page.here && !(page.side && Theme.textScale < 1.1)
            implicitHeight: marks.height
            Marks { id: marks; width: parent.width }
        }
        Repeater {
            model: page.told
            delegate: Block {
                id: row
                required property var modelData
                implicitHeight: Math.max(row.modelData.icon === "" ? 0 : tile.height, said.height)
                IconTile {
                    id: tile
                    visible: row.modelData.icon !== ""
                    icon: row.modelData.icon
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
                        visible: text !== ""
                        width: parent.width
                        text: row.modelData.title
                        size: Theme.text(40)
                        strong: true
                    }
                    Words {
                        width: parent.width
                        text: row.modelData.text
                        size: Theme.text(36)
                    }
                }
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
    }

    Acts {
        id: keys
        visible: !(page.side)
        width: parent.width
        anchors.bottom: parent.bottom
    }

    component Acts: Item {
        id: pair
        readonly property bool stacked: page.side
        height: pair.stacked ? call.implicitHeight + take.implicitHeight + Theme.gap : Math.max(Theme.px(140), call.implicitHeight, take.implicitHeight)
        PressButton {
            id: call
            objectName: "helpMe"
            width: pair.stacked ? parent.width : Math.round(parent.width * 0.5)
            height: pair.stacked ? implicitHeight : parent.height
            name: qsTr("请社区的人打给我")
            label: Theme.large ? qsTr("请人打给我") : call.name
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
