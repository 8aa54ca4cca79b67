import QtQuick
import Kiosk.Bridge
import "../controls"

// One guide, a card at a time: a large picture and one thought. After the last card comes what to do next.
Frame {
    id: page

    required property Guidance guidance
    required property Asking asking
    readonly property bool told: page.guidance.hasGuide && !page.guidance.ended
    readonly property real pictureSide: page.side ? Math.min(Theme.px(480), page.height - top.height - Theme.px(260))
                                                  : Theme.px(Theme.large ? 300 : 460)

    headHeight: top.height + (page.told ? page.pictureSide + Theme.px(40) : 0) + Theme.px(24)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 0)
            width: parent.width - 2 * x
            spacing: Theme.px(4)
            Words {
                width: parent.width
                text: page.guidance.gone ? qsTr("这一课拿下来了") : page.guidance.title
                size: Theme.display(56)
                strong: true
            }
            Words {
                visible: page.told
                objectName: "cardNumber"
                width: parent.width
                text: qsTr("第 %1 张，共 %2 张").arg(page.guidance.number).arg(page.guidance.total)
                size: Theme.display(36)
                color: Theme.ink2
            }
            Words {
                visible: page.guidance.ended && page.side
                width: parent.width
                topPadding: Theme.px(20)
                text: qsTr("来源：%1").arg(page.guidance.source)
                size: Theme.display(32)
                color: Theme.ink2
            }
            Chip {
                widest: parent.width
                text: page.guidance.remark
                icon: "info"
                fill: Theme.warm
                ink: Theme.warmInk
                size: Theme.display(32)
            }
        },
        IconTile {
            visible: page.told
            x: (parent.width - width) / 2
            y: top.y + top.height + Theme.px(28)
            icon: page.guidance.picture === "" ? "chat" : page.guidance.picture
            fill: Theme.section("sea")
            side: page.pictureSide
        }
    ]

    PagedColumn {
        anchors.fill: parent
        visible: page.told
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            stretch: true
            implicitHeight: thought.height + Theme.px(40)
            Words {
                id: thought
                objectName: "cardWords"
                y: (parent.height - height) / 2
                width: parent.width
                text: page.guidance.words
                size: Theme.display(68)
                strong: true
                horizontalAlignment: page.side ? Text.AlignLeft : Text.AlignHCenter
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(150), before.implicitHeight, after.implicitHeight)
            PressButton {
                id: before
                objectName: "previousCard"
                visible: page.guidance.number > 1
                width: (parent.width - Theme.gap) / 2
                height: parent.height
                name: qsTr("上一张")
                icon: "chevron-left"
                look: "outline"
                size: Theme.display(48)
                onTriggered: {
                    page.guidance.previous()
                    Theme.turned()
                }
            }
            PressButton {
                id: after
                objectName: "nextCard"
                x: before.visible ? before.width + Theme.gap : 0
                width: parent.width - x
                height: parent.height
                name: page.guidance.number < page.guidance.total ? qsTr("下一张") : qsTr("看完了")
                icon: page.guidance.number < page.guidance.total ? "chevron-right" : "check"
                iconLast: true
                look: "primary"
                size: Theme.display(52)
                onTriggered: {
                    page.guidance.next()
                    Theme.turned()
                }
            }
        }
    }

    PagedColumn {
        anchors.fill: parent
        visible: page.guidance.ended || page.guidance.gone
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.side

        Block {
            implicitHeight: done.height
            Words {
                id: done
                width: parent.width
                text: qsTr("接下来做什么？")
                size: Theme.display(60)
                strong: true
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(160), near.implicitHeight)
            HomeTile {
                id: near
                objectName: "nearby"
                anchors.fill: parent
                shape: "row"
                look: "primary"
                name: qsTr("找附近的工作")
                icon: "search-person"
                onTriggered: page.visit.go("nearby")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(160), call.implicitHeight)
            HomeTile {
                id: call
                objectName: "helpMe"
                anchors.fill: parent
                shape: "row"
                name: qsTr("请社区的人打给我")
                icon: "phone-callback"
                onTriggered: {
                    page.asking.begin("help", "", "")
                    page.visit.go("ask")
                }
            }
        }
        Block {
            wanted: page.guidance.source !== "" && !page.side
            implicitHeight: from.height
            Words {
                id: from
                width: parent.width
                text: qsTr("来源：%1").arg(page.guidance.source)
                size: Theme.text(32)
                color: Theme.ink2
            }
        }
        Block {
            id: leave
            touchable: true
            readonly property bool stacked: Theme.large && !page.side
            readonly property real half: leave.stacked || page.guidance.gone ? leave.width : (leave.width - Theme.gap) / 2
            implicitHeight: leave.stacked && !page.guidance.gone ? again.implicitHeight + more.implicitHeight + Theme.gap
                                                                 : Math.max(Theme.px(140), again.implicitHeight, more.implicitHeight)
            PressButton {
                id: again
                objectName: "previousCard"
                visible: page.guidance.ended
                width: leave.half
                height: leave.stacked ? implicitHeight : parent.height
                name: qsTr("上一张")
                icon: "chevron-left"
                look: "outline"
                size: Theme.display(44)
                onTriggered: {
                    page.guidance.previous()
                    Theme.turned()
                }
            }
            PressButton {
                id: more
                objectName: "moreGuides"
                x: leave.stacked || page.guidance.gone ? 0 : again.width + Theme.gap
                y: leave.stacked && !page.guidance.gone ? again.height + Theme.gap : 0
                width: leave.half
                height: leave.stacked ? implicitHeight : parent.height
                name: qsTr("看别的指导")
                icon: "chat"
                look: "outline"
                size: Theme.display(44)
                onTriggered: page.visit.go("guidance")
            }
        }
    }
}
