import QtQuick
import Kiosk.Bridge
import "../controls"

// One job in full, and its QR code to take it away.
Frame {
    id: page

    required property Browse browse
    required property Asking asking
    readonly property bool two: Theme.landscape && !Theme.large

    headed: false

    PagedColumn {
        id: left
        visible: page.two && page.browse.hasJob
        width: page.two ? Theme.px(880) : 0
        spacing: Theme.px(12)
        height: parent.height
        order: page.two ? [title, chips, whereWhen, needBody, tasks, honest] : []
    }
    PagedColumn {
        id: right
        objectName: "jobColumn"
        visible: page.browse.hasJob
        x: page.two ? left.width + Theme.margin : 0
        width: parent.width - x
        height: parent.height
        spacing: Theme.px(14)
        firstTouch: Theme.topReach - page.bodyTop
        order: page.two ? [take, phone, act] : [title, chips, whereWhen, needBody, tasks, take, phone, honest, act]
    }

    PagedColumn {
        anchors.fill: parent
        visible: page.browse.jobGone
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: gone.height + Theme.px(60)
            EmptyNote {
                id: gone
                width: parent.width
                icon: "event-available"
                title: qsTr("这个已经停招了")
                note: qsTr("别的还有，从近到远都排好了")
            }
        }
        Block {
            touchable: true
            implicitHeight: others.implicitHeight
            PressButton {
                id: others
                anchors.fill: parent
                objectName: "others"
                name: qsTr("看附近的工作")
                icon: "search-person"
                look: "primary"
                size: Theme.text(52)
                onTriggered: page.visit.go("nearby")
            }
        }
    }

    Block {
        id: title
        implicitHeight: Math.max(picture.height, head.height)
        IconTile {
            id: picture
            icon: Theme.workIcon(page.browse.jobKind)
            fill: Theme.workColour(page.browse.jobKind)
            side: Theme.px(Theme.large ? 116 : 156)
        }
        Column {
            id: head
            x: picture.width + Theme.px(32)
            width: parent.width - x
            Words {
                width: parent.width
                text: page.browse.jobTitle
                size: Theme.display(page.browse.jobTitle.length > 11 ? 46 : page.two ? 56 : 66)
                strong: true
            }
            OnOneLine {
                width: parent.width
                Words {
                    text: page.browse.amount
                    size: Theme.display(page.browse.amount.length > 7 || page.two ? 66 : 78)
                    lineHeight: Math.round(size * 1.2)
                    strong: true
                    color: Theme.pay
                }
                Words {
                    text: [page.browse.unit, page.browse.extras].filter(part => part !== "").join(qsTr("，"))
                    size: Theme.text(38)
                    strong: true
                }
                Words {
                    objectName: "hourly"
                    text: page.browse.hourly
                    size: Theme.text(32)
                    color: Theme.ink2
                }
            }
            OnOneLine {
                width: parent.width
                Words {
                    text: page.browse.employer
                    size: Theme.text(32)
                }
                Words {
                    text: page.browse.headcount
                    size: Theme.text(32)
                    color: Theme.ink2
                }
                Words {
                    text: page.browse.insured
                    size: Theme.text(32)
                    color: Theme.ink2
                }
            }
        }
    }

    Block {
        id: chips
        readonly property real size: Theme.text(page.two ? 30 : 34)
        implicitHeight: flow.height
        Flow {
            id: flow
            width: parent.width
            spacing: Theme.px(12)
            Chip {
                widest: flow.width
                text: page.browse.licence
                icon: page.browse.licensed ? "verified" : "info"
                size: chips.size
            }
            Chip { widest: flow.width; text: page.browse.checked; icon: "event-available"; size: chips.size }
            Chip { widest: flow.width; text: page.browse.settled; icon: "calendar"; fill: Theme.warm; ink: Theme.warmInk; size: chips.size }
        }
    }

    Block {
        id: whereWhen
        implicitHeight: upper.implicitHeight
        FactPair {
            id: upper
            width: parent.width
            first: ["walk", page.browse.way, page.browse.where]
            second: ["clock", page.browse.hours, page.browse.days]
        }
    }
    Block {
        id: needBody
        implicitHeight: lower.implicitHeight
        FactPair {
            id: lower
            width: parent.width
            first: ["badge", page.browse.schooling, page.browse.asked]
            second: ["body", page.browse.body, page.browse.spared]
        }
    }

    Block {
        id: tasks
        wanted: page.browse.tasks !== ""
        implicitHeight: taskWords.height
        Words {
            id: taskWords
            width: parent.width
            text: page.browse.tasks
            size: Theme.text(36)
        }
    }

    Block {
        id: take
        stretch: true
        most: Theme.px(580)
        implicitHeight: card.implicitHeight
        QrCard {
            id: card
            anchors.fill: parent
            rows: page.browse.qrRows
            title: qsTr("手机扫一扫\n带走这个岗位")
            note: qsTr("微信、支付宝、\n手机相机都能扫")
            promise: qsTr("不用填资料\n不会记住您是谁")
        }
    }

    Block {
        id: phone
        wanted: page.browse.contactPhone !== ""
        implicitHeight: strip.height
        Rectangle {
            id: strip
            width: parent.width
            height: line.implicitHeight + Theme.px(28)
            radius: Theme.px(20)
            color: Theme.sand
            border.width: Theme.hairline
            border.color: Theme.line
            Icon {
                id: dial
                name: "phone"
                side: Theme.px(44)
                colour: Theme.lake
                x: Theme.px(28)
                anchors.verticalCenter: parent.verticalCenter
            }
            OnOneLine {
                id: line
                x: dial.x + dial.width + Theme.px(22)
                width: parent.width - x - Theme.px(20)
                spacing: Theme.px(24)
                anchors.verticalCenter: parent.verticalCenter
                Words {
                    text: page.browse.contactName
                    size: Theme.text(34)
                }
                Words {
                    text: page.browse.contactPhone
                    size: Theme.text(50)
                    strong: true
                }
                Words {
                    text: page.station.demo ? qsTr("示例岗位，电话打不通") : page.browse.contactHours
                    size: Theme.text(34)
                    strong: page.station.demo
                }
            }
        }
    }

    Block {
        id: honest
        touchable: true
        readonly property bool stacked: Theme.large
        implicitHeight: honest.stacked ? warning.height + Theme.tight + wrong.height : Math.max(warning.height, wrong.height)
        Words {
            id: warning
            y: honest.stacked ? 0 : (parent.height - height) / 2
            width: honest.stacked ? parent.width : wrong.x - Theme.gap
            text: qsTr("找工作不花钱，凡是先收钱的都别信。\n来源：%1").arg(page.station.demo ? qsTr("演示内容") : page.browse.source)
            size: Theme.text(page.two ? 30 : 32)
            color: Theme.ink2
        }
        PressButton {
            id: wrong
            objectName: "report"
            look: "outline"
            x: honest.stacked ? 0 : parent.width - width
            y: honest.stacked ? warning.height + Theme.tight : (parent.height - height) / 2
            width: honest.stacked ? parent.width : implicitWidth
            height: implicitHeight
            name: qsTr("这条有问题")
            icon: "flag"
            size: Theme.text(34)
            padding: Theme.px(18)
            onTriggered: {
                page.asking.begin("report", page.browse.jobId, page.browse.jobTitle)
                page.visit.go("ask")
            }
        }
    }

    Block {
        id: act
        touchable: true
        readonly property bool stacked: Theme.large
        implicitHeight: stacked ? call.implicitHeight + apply.implicitHeight + Theme.gap : Math.max(call.implicitHeight, apply.implicitHeight, Theme.px(150))
        HomeTile {
            id: call
            objectName: "call"
            look: "primary"
            shape: "row"
            noteShown: !Theme.large
            arrowed: Theme.large
            width: act.stacked ? parent.width : Math.round(parent.width * 0.62)
            height: act.stacked ? implicitHeight : parent.height
            name: qsTr("请人打给我")
            note: qsTr("只留电话就行")
            icon: "phone-callback"
            onTriggered: {
                page.asking.begin("call", page.browse.jobId, page.browse.jobTitle)
                page.visit.go("ask")
            }
        }
        PressButton {
            id: apply
            objectName: "apply"
            look: "outline"
            x: act.stacked ? 0 : call.width + Theme.gap
            y: act.stacked ? call.height + Theme.gap : 0
            width: parent.width - x
            height: act.stacked ? implicitHeight : parent.height
            name: qsTr("号码给这家")
            icon: "briefcase"
            size: Theme.text(44)
            padding: Theme.px(14)
            onTriggered: {
                page.asking.begin("apply", page.browse.jobId, page.browse.employer)
                page.visit.go("ask")
            }
        }
    }
}
