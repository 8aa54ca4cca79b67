pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// One sheet at the end of a visit: work, policies, courses; for the phone and on paper.
Frame {
    id: page

    required property Takeaway takeaway
    required property Slip slip
    readonly property bool some: page.takeaway.jobs.length + page.takeaway.policies.length + page.takeaway.courses.length > 0

    // Somebody wants it on paper.
    signal slipWanted

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "checklist"
            title: qsTr("我的清单")
            note: Theme.large && !page.side ? "" : qsTr("刚才看过的都在这儿，不写您是谁")
        },
        QrCard {
            visible: page.side && !Theme.large && page.takeaway.codeRows.length > 0
            x: Theme.margin
            y: words.height + Theme.px(20)
            width: parent.width - 2 * x
            height: parent.height - y - Theme.px(20)
            below: true
            rows: page.takeaway.codeRows
            title: qsTr("手机扫，存到手机")
        },
        Acts {
            visible: page.side && Theme.large
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
        }
    ]

    // The three lists below one another: a heading, then its lines.
    readonly property var listed: [
        ...page.part(qsTr("岗位"), "search-person", "lake", page.takeaway.jobs),
        ...page.part(qsTr("政策"), "wallet", "indigo", page.takeaway.policies),
        ...page.part(qsTr("培训和活动"), "school", "brown", page.takeaway.courses)
    ]

    function part(heading: string, icon: string, colour: string, lines: var): var {
        return lines.map((line, place) => ({ line: line, heading: place === 0 ? heading : "", icon: icon, colour: colour }))
    }

    PagedColumn {
        width: parent.width
        height: keys.visible ? keys.y - Theme.gap : parent.height
        firstTouch: Theme.topReach - page.bodyTop
        centred: !page.some

        Block {
            wanted: page.takeaway.written && !page.some
            implicitHeight: none.height
            EmptyNote {
                id: none
                width: parent.width
                icon: "checklist"
                title: qsTr("清单还是空的")
                note: qsTr("看过的岗位、政策、培训会记在这儿")
            }
        }
        Repeater {
            model: page.listed
            delegate: Block {
                id: row
                required property var modelData
                implicitHeight: lines.height + Theme.px(6)
                Column {
                    id: lines
                    width: parent.width
                    spacing: Theme.px(6)
                    Item {
                        visible: row.modelData.heading !== ""
                        width: parent.width
                        height: Math.max(tile.height, heading.height)
                        IconTile {
                            id: tile
                            anchors.verticalCenter: parent.verticalCenter
                            icon: row.modelData.icon
                            fill: Theme.section(row.modelData.colour)
                            side: Theme.px(64)
                        }
                        Words {
                            id: heading
                            x: tile.width + Theme.px(18)
                            anchors.verticalCenter: parent.verticalCenter
                            text: row.modelData.heading
                            size: Theme.text(44)
                            strong: true
                        }
                    }
                    OnOneLine {
                        width: parent.width
                        Words { text: row.modelData.line.title; size: Theme.text(40); strong: true }
                        Words { text: row.modelData.line.figure; size: Theme.text(36); strong: true; color: Theme.pay }
                    }
                    Words {
                        visible: text !== ""
                        width: parent.width
                        text: [row.modelData.line.note, row.modelData.line.phone].filter(part => part !== "").join(" · ")
                        size: Theme.text(34)
                        color: Theme.ink2
                    }
                }
            }
        }
        Block {
            wanted: !(page.side && !Theme.large) && page.takeaway.codeRows.length > 0
            stretch: true
            most: Theme.px(1000)
            implicitHeight: code.implicitHeight
            QrCard {
                id: code
                anchors.fill: parent
                rows: page.takeaway.codeRows
                title: qsTr("手机扫，\n存到手机")
                note: qsTr("回家慢慢看")
            }
        }
        Block {
            wanted: page.some && page.takeaway.codeRows.length === 0
            implicitHeight: long.height
            Words {
                id: long
                width: parent.width
                text: page.slip.available ? qsTr("内容长，手机扫不下，请打一张") : qsTr("内容长，手机扫不下，请拍下来")
                size: Theme.text(38)
            }
        }
    }

    Acts {
        id: keys
        visible: !(page.side && Theme.large)
        width: parent.width
        anchors.bottom: parent.bottom
    }

    component Acts: Item {
        id: pair
        readonly property bool two: page.slip.available && page.some
        readonly property bool stacked: Theme.large && pair.two
        height: pair.stacked ? paper.implicitHeight + go.implicitHeight + Theme.gap : Math.max(Theme.px(140), paper.implicitHeight, go.implicitHeight)
        PressButton {
            id: go
            objectName: page.some ? "empty" : "others"
            width: pair.stacked || !pair.two ? parent.width : (parent.width - Theme.gap) / 2
            height: pair.stacked ? implicitHeight : parent.height
            name: page.some ? qsTr("清空清单") : qsTr("看附近的工作")
            icon: page.some ? "trash" : "search-person"
            look: "outline"
            size: Theme.text(44)
            onTriggered: {
                if (page.some)
                    page.empty()
                else
                    page.visit.go("nearby")
            }
        }
        SlipKey {
            id: paper
            slip: page.slip
            visible: pair.two
            x: pair.stacked ? 0 : go.width + Theme.gap
            y: pair.stacked ? go.height + Theme.gap : 0
            width: go.width
            height: go.height
            look: "primary"
            size: Theme.text(48)
            onWanted: page.slipWanted()
        }
    }

    // Nobody has to take along what they only looked at.
    function empty(): void {
        page.takeaway.clear()
        page.takeaway.write()
    }
    Component.onCompleted: page.takeaway.write()
}
