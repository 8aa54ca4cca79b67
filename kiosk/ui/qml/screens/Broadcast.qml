pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// One broadcast: when it is, how to look at it on a phone, its recording if there is one, and the jobs it is about.
Frame {
    id: page

    required property Live live
    required property Browse browse
    readonly property bool readable: page.live.text.length > 0
    readonly property bool both: page.live.roomRows.length > 0 && page.live.reminderRows.length > 0
    // Of two codes side by side a phone reads the wrong one: one shows at a time.
    property bool reminding: false
    readonly property bool remindsNow: page.reminding || page.live.roomRows.length === 0

    headWidth: Theme.px(Theme.large ? 560 : 720)
    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            visible: page.live.hasOne
            icon: "live"
            colour: "berry"
            size: page.live.title.length > 12 ? 56 : 66
            title: page.live.title
            note: page.live.when
        }
    ]

    PagedColumn {
        anchors.fill: parent
        visible: page.live.hasOne
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            implicitHeight: state.height
            Column {
                id: state
                width: parent.width
                spacing: Theme.px(14)
                Chip {
                    text: page.live.state
                    icon: page.live.phase === "past" ? "history" : page.live.phase === "on" ? "live" : "clock"
                    fill: page.live.phase === "on" ? Theme.warm : Theme.mint
                    ink: page.live.phase === "on" ? Theme.warmInk : Theme.mintInk
                    size: Theme.text(34)
                    widest: parent.width
                }
                Words {
                    objectName: "honest"
                    width: parent.width
                    text: page.live.honest
                    size: Theme.text(40)
                    strong: true
                }
            }
        }
        Block {
            id: recorded
            wanted: page.readable
            touchable: true
            readonly property bool stacked: Theme.large
            readonly property real half: recorded.stacked || !page.live.playable ? recorded.width : (recorded.width - Theme.gap) / 2
            implicitHeight: (page.live.playable && recorded.stacked ? watch.implicitHeight + Theme.gap : 0) + Math.max(read.implicitHeight, Theme.px(130))
            PressButton {
                id: watch
                objectName: "watch"
                visible: page.live.playable
                width: recorded.half
                height: recorded.stacked ? implicitHeight : recorded.height
                name: qsTr("看录像")
                icon: "play"
                look: "primary"
                size: Theme.text(48)
                onTriggered: {
                    page.live.takeUp()
                    page.visit.go("watch")
                }
            }
            PressButton {
                id: read
                objectName: "read"
                x: page.live.playable && !recorded.stacked ? recorded.half + Theme.gap : 0
                y: page.live.playable && recorded.stacked ? watch.height + Theme.gap : 0
                width: recorded.half
                height: recorded.height - y
                name: qsTr("看文字")
                icon: "simple"
                look: page.live.playable ? "outline" : "primary"
                size: Theme.text(48)
                onTriggered: page.visit.go("transcript")
            }
        }
        Block {
            wanted: page.live.roomRows.length > 0 || page.live.reminderRows.length > 0
            stretch: true
            most: Theme.px(640)
            implicitHeight: card.implicitHeight
            QrCard {
                id: card
                anchors.fill: parent
                rows: page.remindsNow ? page.live.reminderRows : page.live.roomRows
                title: page.remindsNow ? qsTr("手机扫一扫\n记到日历里") : qsTr("手机扫一扫\n看直播")
                note: page.remindsNow ? qsTr("前一天手机会提醒，\n不用联网") : qsTr("要用手机流量，\n最好连无线网")
                promise: qsTr("不用填资料\n不会记住您是谁")
            }
        }
        Block {
            wanted: page.both
            touchable: true
            implicitHeight: Math.max(Theme.px(120), other.implicitHeight)
            PressButton {
                id: other
                objectName: "otherCode"
                anchors.fill: parent
                name: page.reminding ? qsTr("看直播间的码") : qsTr("提醒我")
                icon: page.reminding ? "qr" : "calendar"
                look: "outline"
                size: Theme.text(44)
                onTriggered: page.reminding = !page.reminding
            }
        }
        Block {
            wanted: page.live.words !== ""
            implicitHeight: about.height
            Words {
                id: about
                width: parent.width
                text: page.live.words
                size: Theme.text(36)
            }
        }
        Block {
            wanted: page.live.host !== ""
            implicitHeight: who.implicitHeight
            Fact {
                id: who
                width: parent.width
                icon: "station"
                title: page.live.host
                note: qsTr("谁来讲")
            }
        }
        Block {
            wanted: page.live.employers !== ""
            implicitHeight: firms.implicitHeight
            Fact {
                id: firms
                width: parent.width
                icon: "people"
                title: page.live.employers
                note: qsTr("来招人的单位")
            }
        }
        Repeater {
            model: page.live.jobs
            delegate: Block {
                id: row

                required property int index
                required property string key
                required property string kind
                required property string title
                required property string way
                required property string where
                required property string amount
                required property string unit

                touchable: true
                implicitHeight: job.y + job.implicitHeight
                Words {
                    id: heading
                    visible: row.index === 0
                    width: parent.width
                    text: page.live.phase === "past" ? qsTr("讲到了这些工作，点开看") : qsTr("会讲到这些工作，点开看")
                    size: Theme.text(40)
                    strong: true
                }
                LineCard {
                    id: job
                    objectName: "job/" + row.key
                    y: row.index === 0 ? heading.height + Theme.tight : 0
                    width: parent.width
                    height: implicitHeight
                    icon: Theme.workIcon(row.kind)
                    title: row.title
                    figure: [row.amount, row.unit].join(" ")
                    note: row.where === "" ? row.way : qsTr("%1 · %2").arg(row.way).arg(row.where)
                    onTriggered: {
                        page.browse.open(row.key)
                        page.visit.go("job")
                    }
                }
            }
        }
        Block {
            implicitHeight: from.height
            Words {
                id: from
                width: parent.width
                text: page.station.demo ? qsTr("来源：演示内容") : qsTr("来源：%1").arg(page.live.source)
                size: Theme.text(32)
                color: Theme.ink2
            }
        }
    }

    PagedColumn {
        anchors.fill: parent
        visible: page.live.gone
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: gone.height + Theme.px(60)
            EmptyNote {
                id: gone
                width: parent.width
                icon: "event-available"
                title: qsTr("这一场已经过去了")
                note: qsTr("看看别的场次")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), others.implicitHeight)
            PressButton {
                id: others
                objectName: "others"
                anchors.fill: parent
                name: qsTr("看别的直播")
                icon: "live"
                look: "primary"
                size: Theme.text(52)
                onTriggered: page.visit.go("live")
            }
        }
    }
}
