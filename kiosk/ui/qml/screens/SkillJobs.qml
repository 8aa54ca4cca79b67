pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// The work that skills lead to: why each fits, and what is still missing. One key puts it in plain order of distance.
Frame {
    id: page

    required property Skills skills
    required property Browse browse
    readonly property real cardGap: Theme.px(18)
    readonly property real cardsTop: Math.max(0, Theme.topReach - page.bodyTop)
    readonly property real below: (page.side ? 0 : orders.height + page.cardGap) + (pager.visible ? pager.height + page.cardGap : 0)
    readonly property real cardsRoom: list.height - page.cardsTop - page.below
    readonly property int fitting: Math.max(1, Math.min(5, Math.floor((page.cardsRoom + page.cardGap) / (probe.implicitHeight + page.cardGap))))

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "hand"
            size: 60
            title: qsTr("会%1，能做这些").arg(page.skills.said.join(qsTr("、")))
            note: Theme.textScale > 1.1 && (page.side || Theme.large) ? "" : page.station.demo ? qsTr("示例岗位，电话打不通") : qsTr("为什么推荐、还差什么，写在卡上")
        }
    ]

    Binding { target: page.skills; property: "pageSize"; value: page.fitting }

    Item {
        id: list
        anchors.fill: parent
        visible: page.skills.total > 0

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
            hourly: qsTr("合每小时 20.9 元起")
            reason: qsTr("会开船，捞水草、清水面用得上")
            remark: qsTr("一般要健康证，社区能帮问")
        }
        Column {
            y: page.cardsTop
            width: parent.width
            spacing: page.cardGap
            Repeater {
                model: page.skills.cards
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
            visible: page.skills.pages > 1
            width: parent.width
            anchors.bottom: parent.bottom
            page: page.skills.pageNumber
            pages: page.skills.pages
            hasPrevious: page.skills.hasPrevious
            hasNext: page.skills.hasNext
            onPrevious: {
                page.skills.previous()
                Theme.turned()
            }
            onNext: {
                page.skills.next()
                Theme.turned()
            }
        }
    }

    // Which come first: in the head's column when the panel lies, else below the cards.
    Grid {
        id: orders
        readonly property real wide: page.side ? page.headWidth - 2 * Theme.margin : list.width
        readonly property real each: (orders.wide - (orders.columns - 1) * orders.spacing) / orders.columns
        visible: list.visible
        columns: page.side ? 1 : 2
        spacing: Theme.gap
        x: page.side ? -page.headWidth : 0
        y: list.height - height - (!page.side && pager.visible ? pager.height + page.cardGap : page.side ? Theme.px(20) : 0)

        Repeater {
            model: [
                { key: "orderFit", name: qsTr("合适的在前"), near: false },
                { key: "orderNear", name: qsTr("按远近排"), near: true }
            ]
            delegate: PressButton {
                id: order

                required property var modelData

                objectName: order.modelData.key
                role: Accessible.RadioButton
                checked: page.skills.byDistance === order.modelData.near
                look: order.checked ? "chosen" : "card"
                width: orders.each
                name: order.modelData.name
                icon: order.checked ? "check" : ""
                size: Theme.display(38)
                padding: Theme.px(12)
                onTriggered: page.skills.byDistance = order.modelData.near
            }
        }
    }

    PagedColumn {
        anchors.fill: parent
        visible: page.skills.total === 0
        firstTouch: Theme.topReach - page.bodyTop
        centred: true

        Block {
            implicitHeight: empty.height + Theme.px(40)
            EmptyNote {
                id: empty
                width: parent.width
                icon: "search-person"
                title: qsTr("今天没有对得上的")
                note: qsTr("换一样试试，或者看看附近都有什么")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), others.implicitHeight)
            PressButton {
                id: others
                objectName: "others"
                anchors.fill: parent
                name: qsTr("看附近的工作")
                icon: "search-person"
                look: "primary"
                size: Theme.text(52)
                onTriggered: page.visit.go("nearby")
            }
        }
    }
}
