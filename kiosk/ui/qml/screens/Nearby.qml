pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// Jobs, four cards a page; what one may ask of them stands below, or in the head's column when the panel lies.
Frame {
    id: page

    required property Wanting wanting
    required property Browse browse
    required property Register register
    required property Skills skills
    readonly property bool none: page.browse.total === 0
    readonly property bool narrowed: page.wanting.hasConditions
    readonly property bool lost: page.none && page.narrowed
    readonly property bool ringed: !page.narrowed && !Theme.large && page.station.ringTexts.length > 0
    readonly property real cardGap: Theme.px(18)
    readonly property real cardsTop: Math.max(0, Theme.topReach - page.bodyTop)
    readonly property bool scarce: !page.side && Theme.large
    readonly property real below: (keys.visible ? keys.height + page.cardGap : oneKey.visible ? oneKey.height + page.cardGap : 0) + (pager.visible ? pager.height + page.cardGap : 0)
    readonly property real cardsRoom: list.height - page.cardsTop - page.below
    readonly property int fitting: Math.max(1, Math.min(4, Math.floor((page.cardsRoom + page.cardGap) / (probe.implicitHeight + page.cardGap))))

    hero: true
    headWidth: Theme.px(640)
    headHeight: Theme.large || page.lost ? words.height + Theme.px(36) : Math.max(Theme.px(364), words.height + Theme.px(36))

    head: [
        Radar {
            id: radar
            station: page.station
            visible: page.side ? height >= Theme.px(230) : !Theme.large && !page.lost
            pin: Theme.px(page.side && height < Theme.px(440) ? 40 : 52)
            x: page.side ? Theme.px(36) : Theme.px(30)
            y: page.side ? words.height + Theme.px(20) : Theme.px(-10)
            width: page.side ? parent.width - Theme.px(72) : Theme.px(480)
            height: page.side ? sideKeys.y - y - Theme.px(20) : Theme.px(372)
        },
        Column {
            id: words
            x: page.side || Theme.large || page.lost ? Theme.margin : Theme.px(560)
            y: page.side ? Theme.px(4) : Theme.large || page.lost ? Theme.px(8) : Math.max(Theme.px(10), (Theme.px(344) - height) / 2)
            width: parent.width - x - Theme.margin
            spacing: Theme.px(4)

            Words {
                width: parent.width
                text: qsTr("附近的工作")
                size: Theme.display(66)
                strong: true
                color: Theme.heroInk
            }
            OnOneLine {
                width: parent.width
                Words {
                    objectName: "howMany"
                    text: page.none ? "" : page.narrowed || page.station.total === 0 ? qsTr("共 %1").arg(page.browse.howMany) : qsTr("共 %1 个").arg(page.station.total)
                    size: Theme.display(46)
                    strong: true
                    color: Theme.heroNumber
                }
                Words {
                    objectName: "nearly"
                    text: page.browse.nearly
                    size: Theme.display(34)
                    color: Theme.heroInk
                }
                Words {
                    text: page.none ? "" : page.wanting.order
                    size: Theme.display(34)
                    color: Theme.heroInk
                }
            }
            Listed {
                objectName: "said"
                visible: page.narrowed
                width: parent.width
                texts: page.wanting.said
                size: Theme.display(36)
                strong: true
                ink: Theme.heroInk
            }
            Listed {
                visible: page.ringed
                width: parent.width
                texts: page.ringed ? page.station.ringTexts : []
                size: Theme.display(34)
                ink: Theme.heroInk
            }
            Words {
                visible: !page.narrowed && page.station.fresh > 0
                width: parent.width
                text: qsTr("昨天到今天新来 %1 个").arg(page.station.fresh)
                size: Theme.display(34)
                color: Theme.heroInk
            }
            Words {
                visible: page.station.demo
                width: parent.width
                text: qsTr("示例岗位，电话打不通")
                size: Theme.display(32)
                color: Theme.heroInk
            }
        },
        FilterKeys {
            id: sideKeys
            visible: page.side && page.station.ready
            wanting: page.wanting
            visit: page.visit
            skills: page.skills
            most: 3
            wide: parent.width - 2 * Theme.margin
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
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
            where: Theme.textScale > 1.1 ? qsTr("珍珠园菜场旁边") : ""
            amount: Theme.large ? "12,000–20,000" : "4,800–5,500"
            unit: qsTr("元 / 月")
            tags: [" "]
            confirmed: " "
            hourly: ""
            reason: page.wanting.explained ? qsTr("早到 12 分钟，早回 25 分钟") : ""
            remark: page.wanting.explained ? qsTr("没说要不要打电话、读写，问一下") : ""
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
                    required hourly
                    required reason
                    required remark

                    objectName: "card" + card.index
                    width: cards.width
                    height: Math.max(probe.implicitHeight, Math.min(Theme.px(252), (page.cardsRoom + page.cardGap) / page.fitting - page.cardGap))
                    onTriggered: page.look(card.key)
                }
            }
        }

        NothingFound {
            width: parent.width
            height: parent.height - page.below
            visible: page.lost
            firstTouch: page.cardsTop
            browse: page.browse
            cardHeight: probe.implicitHeight
            onChosen: key => page.look(key)
            onCleared: page.wanting.clear()
        }

        PagedColumn {
            anchors.fill: parent
            visible: page.none && !page.narrowed
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

        // With large letters two rows of keys leave no room for a card: one key opens the others.
        PressButton {
            id: oneKey
            objectName: "want-keys"
            visible: page.scarce && (page.browse.total > 0 || page.wanting.hasAny)
            width: parent.width
            height: visible ? Theme.touch + Theme.foot : 0
            y: keys.y
            look: page.wanting.hasAny ? "chosen" : "card"
            icon: "checklist"
            name: qsTr("想要什么样的")
            size: Theme.display(34)
            onTriggered: page.visit.openSheet("want-keys")
        }
        FilterKeys {
            id: keys
            visible: !page.side && !page.scarce && (page.browse.total > 0 || page.wanting.hasAny)
            wanting: page.wanting
            visit: page.visit
            skills: page.skills
            wide: parent.width
            y: parent.height - (page.scarce ? oneKey.height : height) - (pager.visible ? pager.height + page.cardGap : 0)
        }

        Pager {
            id: pager
            visible: page.browse.pages > 1
            width: parent.width
            anchors.bottom: parent.bottom
            page: page.browse.pageNumber
            pages: page.browse.pages
            more: page.browse.more
            hasPrevious: page.browse.hasPrevious
            hasNext: page.browse.hasNext
            onPrevious: {
                page.browse.previous()
                Theme.turned()
            }
            onNext: {
                page.browse.next()
                Theme.turned()
            }
        }
    }

    function look(key: string): void {
        page.browse.open(key)
        page.visit.go("job")
    }
    function instead(): void {
        if (page.station.ready)
            page.register.begin("")
        page.visit.go(page.station.ready ? "register" : "help")
    }
}
