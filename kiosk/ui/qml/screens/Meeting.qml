pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// One course or meeting in full, its day as a code for the phone's calendar, and a seat to ask for.
Frame {
    id: page

    required property Meetings meetings
    required property Asking asking
    readonly property bool two: Theme.landscape && !Theme.large
    readonly property bool joins: page.meetings.joining !== ""
    readonly property bool leads: page.meetings.leads !== ""
    // Not everything fits: what one can do stays on the first leaf, what is told more goes to the next.
    readonly property bool tight: right.wish > right.height

    headed: false

    PagedColumn {
        id: left
        visible: page.two && page.meetings.hasMeeting
        width: page.two ? Theme.px(880) : 0
        spacing: Theme.px(16)
        height: parent.height
        order: page.two ? [title, chips, facts0, facts1, facts2, facts3, told, honest] : []
    }
    PagedColumn {
        id: right
        objectName: "meetingColumn"
        visible: page.meetings.hasMeeting
        x: page.two ? left.width + Theme.margin : 0
        width: parent.width - x
        height: parent.height
        spacing: Theme.px(18)
        firstTouch: Theme.topReach - page.bodyTop
        order: page.two ? [take, phone, act]
             : page.tight ? [title, chips, facts0, facts1, facts2, facts3, take, phone, act, told, honest]
                          : [title, chips, facts0, facts1, facts2, facts3, told, take, phone, honest, act]
    }

    PagedColumn {
        anchors.fill: parent
        visible: page.meetings.gone
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: gone.height + Theme.px(60)
            EmptyNote {
                id: gone
                width: parent.width
                icon: "event-available"
                title: qsTr("这个已经结束了")
                note: qsTr("别的还有，看看最近的")
            }
        }
        Block {
            touchable: true
            implicitHeight: others.implicitHeight
            PressButton {
                id: others
                anchors.fill: parent
                objectName: "others"
                name: page.meetings.isCourse ? qsTr("看培训课") : qsTr("看招聘会和活动")
                icon: page.meetings.isCourse ? "school" : "groups"
                look: "primary"
                size: Theme.text(52)
                onTriggered: page.visit.go(page.meetings.isCourse ? "training" : "events")
            }
        }
    }

    Block {
        id: title
        implicitHeight: Math.max(picture.height, head.height)
        IconTile {
            id: picture
            icon: page.meetings.kind === "" ? page.meetings.icon : Theme.workIcon(page.meetings.kind)
            fill: page.meetings.kind === "" ? Theme.section(page.meetings.colour) : Theme.workColour(page.meetings.kind)
            side: Theme.px(Theme.large ? 116 : 156)
        }
        Column {
            id: head
            x: picture.width + Theme.px(32)
            width: parent.width - x
            Words {
                objectName: "meetingTitle"
                width: parent.width
                text: page.meetings.title
                size: Theme.display(page.meetings.title.length > 11 ? 46 : page.two ? 56 : 66)
                strong: true
            }
            OnOneLine {
                width: parent.width
                Words {
                    text: page.meetings.price
                    size: Theme.display(page.two ? 50 : 58)
                    lineHeight: Math.round(size * 1.2)
                    strong: true
                    color: Theme.pay
                }
                Words {
                    text: page.meetings.extra
                    size: Theme.text(38)
                    strong: true
                }
            }
        }
    }

    Block {
        id: chips
        implicitHeight: flow.height
        Flow {
            id: flow
            width: parent.width
            spacing: Theme.px(12)
            Repeater {
                model: page.meetings.remarks
                delegate: Chip {
                    id: remark
                    required property string modelData
                    widest: flow.width
                    text: remark.modelData
                    icon: "info"
                    fill: Theme.warm
                    ink: Theme.warmInk
                    size: Theme.text(32)
                }
            }
            Repeater {
                model: page.meetings.chips
                delegate: Chip {
                    id: chip
                    required property string modelData
                    widest: flow.width
                    text: chip.modelData
                    size: Theme.text(32)
                }
            }
        }
    }

    FactRow { id: facts0; row: 0 }
    FactRow { id: facts1; row: 1 }
    FactRow { id: facts2; row: 2 }
    FactRow { id: facts3; row: 3 }

    Block {
        id: told
        wanted: page.meetings.words !== ""
        implicitHeight: toldWords.height
        Words {
            id: toldWords
            width: parent.width
            text: page.meetings.words
            size: Theme.text(36)
        }
    }

    Block {
        id: take
        stretch: true
        most: Theme.px(640)
        implicitHeight: card.implicitHeight
        QrCard {
            id: card
            anchors.fill: parent
            rows: page.meetings.qrRows
            title: qsTr("手机相机扫，\n记到日历")
            note: qsTr("用手机自带的相机，\n微信扫只有文字")
            promise: Theme.large ? "" : qsTr("不用填资料\n不会记住您是谁")
        }
    }

    Block {
        id: phone
        wanted: page.meetings.contactPhone !== ""
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
                    text: page.meetings.contactName
                    size: Theme.text(34)
                }
                Words {
                    text: page.meetings.contactPhone
                    size: Theme.text(48)
                    strong: true
                }
                Words {
                    text: page.station.demo ? qsTr("示例内容，电话打不通") : page.meetings.contactHours
                    size: Theme.text(34)
                    strong: page.station.demo
                }
            }
        }
    }

    Block {
        id: honest
        implicitHeight: from.height
        Words {
            id: from
            width: parent.width
            text: qsTr("要您先交钱才给安排工作的，都别信。\n来源：%1").arg(page.station.demo ? qsTr("演示内容") : page.meetings.source)
            size: Theme.text(page.two ? 30 : 32)
            color: Theme.ink2
        }
    }

    Block {
        id: act
        touchable: true
        readonly property bool stacked: Theme.large
        implicitHeight: !page.leads ? join.implicitHeight : act.stacked ? join.implicitHeight + work.implicitHeight + Theme.gap
                                                          : Math.max(join.implicitHeight, work.implicitHeight, Theme.px(150))
        HomeTile {
            id: join
            objectName: "join"
            look: "primary"
            shape: "row"
            noteShown: page.joins && !Theme.large
            arrowed: Theme.large || !page.leads
            width: !page.leads || act.stacked ? parent.width : Math.round(parent.width * 0.5)
            height: act.stacked || !page.leads ? Math.max(implicitHeight, Theme.touch) : parent.height
            name: page.joins ? page.meetings.joining : qsTr("请人打给我")
            note: qsTr("名额等社区回话")
            icon: page.joins ? "register" : "phone-callback"
            onTriggered: {
                if (page.joins)
                    page.asking.begin("sign-up", page.meetings.about, page.meetings.title)
                else
                    page.asking.begin("help", "", "")
                page.visit.go("ask")
            }
        }
        PressButton {
            id: work
            objectName: "leadsTo"
            visible: page.leads
            look: "outline"
            x: act.stacked ? 0 : join.width + Theme.gap
            y: act.stacked ? join.height + Theme.gap : 0
            width: parent.width - x
            height: act.stacked ? implicitHeight : parent.height
            name: page.meetings.leads.replace("\n", "，")
            label: page.meetings.leads
            icon: "search-person"
            size: Theme.text(act.stacked ? 40 : 38)
            padding: Theme.px(18)
            onTriggered: {
                page.meetings.seekWork()
                page.visit.go("nearby")
            }
        }
    }

    // Two facts beside each other, or one where letters are large.
    component FactRow: Block {
        id: facts

        required property int row
        readonly property int across: Theme.large ? 1 : 2
        readonly property var here: page.meetings.facts.slice(facts.across * facts.row, facts.across * (facts.row + 1))
        readonly property real cell: Theme.large ? facts.width : (facts.width - Theme.px(24)) / 2

        wanted: facts.here.length > 0
        implicitHeight: Math.max(first.implicitHeight, facts.here.length > 1 ? second.implicitHeight : 0)
        Fact {
            id: first
            width: facts.cell
            icon: facts.here[0]?.icon ?? ""
            title: facts.here[0]?.title ?? ""
            note: facts.here[0]?.note ?? ""
        }
        Fact {
            id: second
            visible: facts.here.length > 1
            x: facts.cell + Theme.px(24)
            width: facts.cell
            icon: facts.here[1]?.icon ?? ""
            title: facts.here[1]?.title ?? ""
            note: facts.here[1]?.note ?? ""
        }
    }
}
