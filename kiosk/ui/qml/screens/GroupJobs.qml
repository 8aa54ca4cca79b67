pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Work that suits one group, each card with the reasons that can be checked in it.
Frame {
    id: page

    required property ForGroup forGroup
    required property Browse browse
    readonly property real cardGap: Theme.px(18)
    readonly property real cardsTop: Math.max(0, Theme.topReach - page.bodyTop)
    readonly property real cardsRoom: list.height - page.cardsTop - pager.implicitHeight - page.cardGap
    readonly property int fitting: Math.max(1, Math.min(5, Math.floor((page.cardsRoom + page.cardGap) / (probe.implicitHeight + page.cardGap))))

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "search-person"
            size: 64
            title: page.forGroup.view.title ?? ""
            note: Theme.large && !page.side ? "" : page.station.demo ? qsTr("示例岗位，电话打不通") : qsTr("为什么合适，写在每张卡上")
        }
    ]

    Binding { target: page.forGroup; property: "pageSize"; value: page.fitting }

    Item {
        id: list
        anchors.fill: parent

        JobCard {
            id: probe
            visible: false
            width: parent.width
            kind: ""
            title: qsTr("养老院护理员白班")
            way: qsTr("走路 25 分钟")
            where: qsTr("珍珠园菜场旁边")
            amount: "4,800–5,500"
            unit: qsTr("元 / 月")
            tags: []
            confirmed: ""
            reason: qsTr("会开船，捞水草、清水面用得上")
        }
        Column {
            y: page.cardsTop
            width: parent.width
            spacing: page.cardGap
            Repeater {
                model: page.forGroup.jobs
                delegate: JobCard {
                    id: card
                    required property string key
                    required property int index
                    required hourly
                    required reason
                    required remark

                    objectName: "card" + card.index
                    width: list.width
                    height: Math.max(probe.implicitHeight, Math.min(Theme.px(270), (page.cardsRoom + page.cardGap) / page.fitting - page.cardGap))
                    onTriggered: {
                        page.browse.open(card.key)
                        page.visit.go("job")
                    }
                }
            }
        }
        Pager {
            id: pager
            visible: page.forGroup.pages > 1
            width: parent.width
            anchors.bottom: parent.bottom
            page: page.forGroup.page
            pages: page.forGroup.pages
            hasPrevious: page.forGroup.page > 1
            hasNext: page.forGroup.page < page.forGroup.pages
            onPrevious: page.turn(-1)
            onNext: page.turn(1)
        }
    }

    function turn(by: int): void {
        page.forGroup.turn(by)
        Theme.turned()
    }
}
