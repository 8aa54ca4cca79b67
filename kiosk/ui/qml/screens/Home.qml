pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What one can do here.
Frame {
    id: page

    required property Register register
    required property Entitle entitle
    required property Live live
    required property Takeaway takeaway

    hero: true
    atHome: true
    headWidth: Theme.px(660)
    headHeight: Theme.large ? words.height + Theme.px(28) : Math.max(words.height + Theme.px(40), Theme.px(530))

    head: [
        Radar {
            station: page.station
            visible: page.side || !Theme.large
            clip: true
            pin: page.side ? Theme.px(58) : Theme.px(60)
            x: page.side ? Theme.px(40) : Theme.px(446)
            y: page.side ? words.height + Theme.px(20) : Theme.px(-44)
            width: page.side ? page.headWidth - Theme.px(80) : Theme.px(590)
            height: page.side ? parent.height - y - Theme.px(30) : width
        },
        Column {
            id: words
            x: Theme.margin + Theme.px(6)
            y: Theme.px(20)
            width: parent.width - 2 * x
            spacing: Theme.px(10)

            Words {
                width: Math.min(parent.width, implicitWidth)
                text: qsTr("%1，慢慢看，不着急").arg(page.station.greeting)
                size: Theme.display(46)
                strong: true
                color: Theme.heroInk
            }
            Item { width: 1; height: Theme.large || page.side ? 0 : Theme.px(28) }
            Words {
                visible: !page.side && page.station.near > 0
                text: qsTr("走路能到的地方，有")
                size: Theme.display(40)
                strong: true
                color: Theme.heroInk
            }
            OnOneLine {
                width: parent.width
                spacing: Theme.px(20)
                Words {
                    text: page.station.near > 0 ? page.station.near : page.station.total
                    size: Theme.display(Theme.large ? 120 : 184)
                    lineHeight: Math.round(size * 1.08)
                    strong: true
                    color: Theme.heroNumber
                }
                Words {
                    text: qsTr("个岗位")
                    size: Theme.display(60)
                    strong: true
                    color: Theme.heroInk
                }
            }
            Words {
                width: page.side ? parent.width : Math.min(implicitWidth, parent.width)
                text: [page.station.near > 0 ? qsTr("3 公里内") : "", page.station.updated].filter(part => part !== "").join(" · ")
                size: Theme.display(34)
                color: Theme.heroInk
            }
            Words {
                visible: page.station.demo || page.station.stale
                width: page.side ? parent.width : Math.min(implicitWidth, parent.width)
                text: page.station.demo ? qsTr("示例岗位，电话打不通") : qsTr("有的可能招满了，打电话问一下")
                size: Theme.display(34)
                color: Theme.heroInk
            }
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(20)

        Block {
            touchable: true
            stretch: true
            most: Theme.px(236)
            implicitHeight: Math.max(Theme.px(Theme.landscape ? 180 : 200), near.implicitHeight)

            HomeTile {
                id: near
                objectName: "nearby"
                anchors.fill: parent
                look: "primary"
                shape: "wide"
                name: qsTr("找附近的工作")
                note: page.station.nearestMinutes > 0 ? qsTr("不登记也能看，最近走 %1 分钟").arg(page.station.nearestMinutes)
                                                      : qsTr("不登记也能看")
                icon: "search-person"
                onTriggered: page.visit.go("nearby")
            }
        }

        Repeater {
            model: page.rows
            delegate: Block {
                id: row

                required property list<string> modelData
                property real tallest: 0

                touchable: true
                stretch: true
                most: Theme.px(row.modelData.length === 2 ? 250 : 244)
                implicitHeight: Math.max(Theme.touch, row.tallest)

                Row {
                    id: tiles
                    height: parent.height
                    spacing: Theme.px(22)

                    Repeater {
                        model: row.modelData
                        delegate: HomeTile {
                            id: tile

                            required property string modelData
                            readonly property var entry: page.entries[tile.modelData]

                            objectName: tile.modelData
                            width: (row.width - (row.modelData.length - 1) * tiles.spacing) / row.modelData.length
                            height: tiles.height
                            shape: row.modelData.length === 1 ? "row" : Theme.landscape ? "side" : row.modelData.length === 2 ? "corner" : "stack"
                            name: tile.entry.name
                            label: tile.shape === "corner" ? tile.entry.label ?? tile.entry.name : tile.entry.name
                            note: tile.entry.note
                            noteShown: tile.shape !== "row" && row.modelData.length < 4
                            icon: tile.entry.icon
                            colour: tile.entry.colour
                            onImplicitHeightChanged: row.tallest = Math.max(...Array.from(tiles.children).map(item => item.implicitHeight))
                            onTriggered: page.choose(tile.modelData)
                        }
                    }
                }
            }
        }
    }

    readonly property list<string> mine: page.takeaway.count > 0 ? ["takeaway"] : []
    readonly property var rows: Theme.large
        ? [...page.mine.map(one => [one]), ["subsidy"], ["register"], ["groups"], ["training"], ["live"], ["guidance"], ["wish"], ["lookup"]]
        : Theme.textScale > 1.1 && !Theme.landscape
            ? [["subsidy", "register"], ["training", "live"], ["groups", "guidance"], ["wish", "lookup", ...page.mine]]
            : [["subsidy", "register"], ["training", "live", "groups"], ["guidance", "wish", "lookup", ...page.mine]]

    readonly property var entries: ({
        subsidy: { name: qsTr("我能领什么补贴"), label: qsTr("我能领\n什么补贴"), note: qsTr("点几下就知道"), icon: "wallet", colour: "indigo" },
        register: { name: qsTr("登记找工作"), label: qsTr("登记\n找工作"), note: qsTr("一分钟，不用打字"), icon: "register", colour: "lake" },
        training: { name: qsTr("学技能"), note: qsTr("补贴培训"), icon: "school", colour: "brown" },
        live: { name: qsTr("直播招聘"), note: page.live.nextWords, icon: "live", colour: "berry" },
        groups: { name: qsTr("重点人群"), note: qsTr("专门招您的活"), icon: "groups", colour: "plum" },
        guidance: { name: qsTr("求职指导"), note: qsTr("怎么说、怎么问"), icon: "chat", colour: "sea" },
        wish: { name: qsTr("这个可以有"), note: qsTr("想有什么，说一声"), icon: "wish", colour: "olive" },
        takeaway: { name: qsTr("带走清单"), note: qsTr("看过 %1 样").arg(page.takeaway.count), icon: "checklist", colour: "lake" },
        lookup: { name: qsTr("查我的回执"), note: qsTr("点 3 张图"), icon: "receipt", colour: "slate" }
    })

    function choose(topic: string): void {
        if (topic === "register") {
            page.register.begin("")
            page.visit.go("register")
        } else if (topic === "subsidy") {
            page.entitle.begin()
            page.visit.go("subsidy")
        } else {
            page.visit.go(topic === "wish" ? "wishes" : topic)
        }
    }
}
