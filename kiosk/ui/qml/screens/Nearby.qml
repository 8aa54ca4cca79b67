pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Jobs, the nearest first, four cards a page.
Frame {
    id: page

    required property Browse browse
    required property Register register
    readonly property real cardGap: Theme.px(18)
    readonly property real cardsTop: Math.max(0, Theme.topReach - page.bodyTop)
    readonly property real cardsRoom: list.height - page.cardsTop - (pager.visible ? pager.height + page.cardGap : 0)
    readonly property int fitting: Math.max(1, Math.min(4, Math.floor((page.cardsRoom + page.cardGap) / (probe.implicitHeight + page.cardGap))))

    hero: true
    headWidth: Theme.px(640)
    headHeight: Theme.large ? words.height + Theme.px(36) : Math.max(Theme.px(456), words.height + Theme.px(40))

    head: [
        Radar {
            id: radar
            station: page.station
            visible: page.side || !Theme.large
            pin: Theme.px(52)
            x: page.side ? Theme.px(36) : Theme.px(30)
            y: page.side ? words.height + Theme.px(40) : Theme.px(-12)
            width: page.side ? parent.width - Theme.px(72) : Theme.px(480)
            height: page.side ? parent.height - y - Theme.px(30) : Theme.px(460)
        },
        Column {
            id: words
            x: page.side || Theme.large ? Theme.margin : Theme.px(560)
            y: page.side ? Theme.px(20) : Theme.large ? Theme.px(8) : Math.max(Theme.px(20), (Theme.px(440) - height) / 2)
            width: parent.width - x - Theme.margin
            spacing: Theme.px(8)

            Words {
                width: parent.width
                text: qsTr("附近的工作")
                size: Theme.display(66)
                strong: true
                color: Theme.heroInk
            }
            Words {
                visible: !Theme.large && page.browse.total > 0
                width: parent.width
                text: qsTr("从近到远排好了\n每张卡片都可以点")
                size: Theme.text(36)
                color: Theme.heroInk
            }
            Words {
                width: parent.width
                topPadding: Theme.large ? 0 : Theme.px(12)
                text: page.station.near > 0 ? qsTr("3 公里内 %1 个，一共 %2 个").arg(page.station.near).arg(page.station.total)
                                            : qsTr("一共 %1 个").arg(page.station.total)
                size: Theme.display(36)
                strong: true
                color: Theme.heroNumber
            }
            Words {
                visible: page.station.demo
                width: parent.width
                text: qsTr("示例岗位，电话打不通")
                size: Theme.display(32)
                color: Theme.heroInk
            }
        }
    ]

    Binding { target: page.browse; property: "pageSize"; value: page.fitting }

    Item {
        id: list
        anchors.fill: parent

        // As high as a card gets with these letters; the service is asked for as many as fit.
        JobCard {
            id: probe
            visible: false
            width: parent.width
            kind: ""
            title: qsTr("养老院护理员白班")
            way: qsTr("走路 25 分钟")
            where: Theme.large ? qsTr("珍珠园菜场旁边") : ""
            amount: "4,800–5,500"
            unit: qsTr("元 / 月")
            tags: [" "]
        }

        Column {
            id: cards
            y: page.cardsTop
            width: parent.width
            spacing: page.cardGap

            Repeater {
                model: page.browse.cards
                delegate: JobCard {
                    id: card

                    required property string key
                    required property int index

                    objectName: "card" + card.index
                    width: cards.width
                    height: Math.max(probe.implicitHeight, Math.min(Theme.px(252), (page.cardsRoom + page.cardGap) / page.fitting - page.cardGap))
                    onTriggered: {
                        page.browse.open(card.key)
                        page.visit.go("job")
                    }
                }
            }
        }

        PagedColumn {
            anchors.fill: parent
            visible: page.browse.total === 0
            firstTouch: page.cardsTop
            centred: true

            Block {
                implicitHeight: empty.height + Theme.px(40)
                EmptyNote {
                    id: empty
                    width: parent.width
                    icon: "search-person"
                    title: page.station.ready ? qsTr("今天没有新岗位") : qsTr("岗位还没送到这台机器")
                    note: page.station.ready ? qsTr("可以先登记，有合适的活，社区的人打给您")
                                              : page.station.arriving || qsTr("连上网就有，要等一会儿")
                }
            }
            Block {
                touchable: true
                implicitHeight: Math.max(Theme.px(150), instead.implicitHeight)
                PressButton {
                    id: instead
                    objectName: "instead"
                    anchors.fill: parent
                    name: page.station.ready ? qsTr("登记找工作") : qsTr("找人帮忙")
                    icon: page.station.ready ? "register" : "help"
                    look: "primary"
                    size: Theme.text(52)
                    onTriggered: page.instead()
                }
            }
        }

        Pager {
            id: pager
            visible: page.browse.pages > 1
            width: parent.width
            anchors.bottom: parent.bottom
            page: page.browse.pageNumber
            pages: page.browse.pages
            hasPrevious: page.browse.hasPrevious
            hasNext: page.browse.hasNext
            onPrevious: page.browse.previous()
            onNext: page.browse.next()
        }
    }

    function instead(): void {
        if (page.station.ready)
            page.register.begin("")
        page.visit.go(page.station.ready ? "register" : "help")
    }
}
