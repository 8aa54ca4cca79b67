pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What came of the answers: what one may get, what lacks something, what has to be asked, and why.
Frame {
    id: page

    required property Entitle entitle
    readonly property var drawn: page.entitle.possible.filter(one => one.counts)
    readonly property var useful: page.entitle.possible.filter(one => !one.counts)
    readonly property int hits: page.drawn.length
    readonly property int most: 8
    // Everything below one another: cards, the first of a part with its heading.
    readonly property var listed: [
        ...page.part("", page.drawn),
        ...page.part(page.hits > 0 ? qsTr("还有这些用得上") : "", page.useful),
        ...page.part(qsTr("还差这些，办了再问"), page.entitle.missing),
        ...page.part(page.entitle.ask.length > page.most ? qsTr("这些要问工作人员，一共 %1 项").arg(page.entitle.ask.length) : qsTr("这几项要问工作人员"), page.entitle.ask.slice(0, page.most))
    ]

    headHeight: words.height
    head: [
        Column {
            id: words
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 8)
            width: parent.width - 2 * x
            bottomPadding: Theme.px(24)
            spacing: Theme.px(8)
            Words {
                visible: page.side ? Theme.textScale <= 1 : !Theme.large
                width: parent.width
                text: qsTr("查好了，答了 %1 个问题").arg(page.entitle.step)
                size: Theme.display(38)
                strong: true
            }
            OnOneLine {
                width: parent.width
                Words {
                    objectName: "hits"
                    text: page.hits > 0 ? qsTr("您可能可以领") : page.useful.length > 0 ? qsTr("这几样用得上") : page.entitle.missing.length > 0 ? qsTr("还差一点") : page.entitle.ask.length > 0 ? qsTr("这几项要问清楚") : qsTr("这几项没对上")
                    size: Theme.display(68)
                    strong: true
                }
                Words {
                    text: page.hits > 0 ? qsTr("%1 项").arg(page.hits) : ""
                    size: Theme.display(68)
                    strong: true
                    color: Theme.pay
                }
            }
            Words {
                width: parent.width
                text: qsTr("能不能领，最后由人社部门审核决定")
                size: Theme.text(36)
                color: Theme.ink2
            }
        },
        Column {
            id: aside
            visible: page.side && Theme.textScale < 1.1 && page.entitle.why.length > 0 && page.entitle.why.join("").length < 70
            x: Theme.margin
            y: words.height + Theme.px(40)
            width: parent.width - 2 * x
            spacing: Theme.px(12)
            Words {
                width: parent.width
                text: qsTr("为什么是这几项")
                size: Theme.text(40)
                strong: true
            }
            Repeater {
                model: aside.visible ? page.entitle.why.slice(0, 4) : []
                delegate: Because {
                    required property string modelData
                    width: aside.width
                    text: modelData
                }
            }
        },
        Acts {
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
        }
    ]

    PagedColumn {
        width: parent.width
        height: keys.visible ? keys.y - Theme.gap : parent.height
        firstTouch: Theme.topReach - page.bodyTop
        spacing: Theme.px(18)

        Block {
            wanted: page.listed.length === 0
            implicitHeight: none.height
            EmptyNote {
                id: none
                width: parent.width
                icon: "help"
                title: qsTr("没对上，不等于没有")
                note: qsTr("社区的人可以帮您再看看")
            }
        }
        Repeater {
            model: page.listed
            delegate: Block {
                id: row
                required property var modelData
                required property int index
                touchable: true
                implicitHeight: card.y + card.implicitHeight
                Words {
                    id: heading
                    visible: text !== ""
                    width: parent.width
                    y: Theme.px(Theme.large ? 0 : 8)
                    text: row.modelData.heading
                    size: Theme.display(42)
                    strong: true
                }
                LineCard {
                    id: card
                    objectName: "result/" + row.modelData.result.id
                    y: row.modelData.heading !== "" ? heading.y + heading.height + Theme.px(Theme.large ? 4 : 20) : 0
                    width: parent.width
                    height: implicitHeight
                    icon: Theme.topicIcon(row.modelData.result.topic)
                    colour: Theme.topicColour(row.modelData.result.topic)
                    title: row.modelData.result.title
                    figure: row.modelData.result.amount || row.modelData.result.benefit
                    note: row.modelData.result.lacking.slice(0, 2).join(qsTr("；")) || (Theme.large ? "" : row.modelData.result.who)
                    remark: row.modelData.result.left || (row.modelData.result.to_confirm && !Theme.large ? qsTr("待确认，要问一下") : "")
                    remarkIcon: row.modelData.result.left ? "timer" : "info"
                    onTriggered: {
                        page.entitle.open(row.modelData.result.id)
                        page.visit.go("policy")
                    }
                }
            }
        }
        Block {
            wanted: !aside.visible && page.entitle.why.length > 0
            implicitHeight: why.height
            Rectangle {
                id: why
                width: parent.width
                height: reasons.height + Theme.px(40)
                radius: Theme.radius
                color: Theme.mint
                border.width: Theme.hairline
                border.color: Theme.line
                Column {
                    id: reasons
                    x: Theme.px(34)
                    y: Theme.px(20)
                    width: parent.width - 2 * x
                    spacing: Theme.px(8)
                    Words {
                        width: parent.width
                        text: qsTr("为什么是这几项")
                        size: Theme.text(40)
                        strong: true
                    }
                    Repeater {
                        model: page.entitle.why
                        delegate: Because {
                            required property string modelData
                            width: reasons.width
                            text: modelData
                        }
                    }
                }
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
        height: pair.stacked ? again.implicitHeight + take.implicitHeight + Theme.gap : Math.max(Theme.px(150), again.implicitHeight, take.implicitHeight)
        PressButton {
            id: again
            objectName: "again"
            width: pair.stacked ? parent.width : Math.round(parent.width * 0.36)
            height: pair.stacked ? implicitHeight : parent.height
            name: qsTr("答错了，改一改")
            label: Theme.large ? qsTr("改一改") : again.name
            icon: "edit"
            look: "outline"
            size: Theme.text(42)
            padding: Theme.px(16)
            onTriggered: page.visit.back()
        }
        PressButton {
            id: take
            objectName: page.listed.length > 0 ? "takeaway" : "helpMe"
            x: pair.stacked ? 0 : again.width + Theme.gap
            y: pair.stacked ? again.height + Theme.gap : 0
            width: parent.width - x
            height: pair.stacked ? implicitHeight : parent.height
            name: page.listed.length > 0 ? qsTr("带走清单") : qsTr("请社区的人打给我")
            icon: page.listed.length > 0 ? "qr" : "phone-callback"
            look: "primary"
            size: Theme.text(52)
            onTriggered: page.visit.go(page.listed.length > 0 ? "takeaway" : "help")
        }
    }

    function part(heading: string, results: var): var {
        return results.map((one, at) => ({ result: one, heading: at === 0 ? heading : "" }))
    }
}
