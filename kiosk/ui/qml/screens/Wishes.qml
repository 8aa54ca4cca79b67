pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// The wall of wishes: what was asked for, by how many, and what became of it.
Frame {
    id: page

    required property Board board
    required property Asking asking

    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "wish"
            colour: "olive"
            title: qsTr("这个可以有")
            note: page.board.wishCount > 0 ? qsTr("大家想要的都在这儿，不留名字") : ""
        },
        OwnWish {
            visible: page.side
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
            height: Math.max(Theme.px(150), implicitHeight)
        }
    ]

    PagedColumn {
        width: parent.width
        height: parent.height - (say.visible ? say.height + Theme.gap : 0)
        firstTouch: Theme.topReach - page.bodyTop
        centred: page.board.wishCount === 0

        Block {
            wanted: page.board.wishCount === 0
            implicitHeight: none.height
            EmptyNote {
                id: none
                width: parent.width
                icon: "wish"
                colour: "olive"
                title: qsTr("墙上还没有")
                note: qsTr("您来说第一个")
            }
        }
        Repeater {
            model: page.board.wishes
            delegate: Block {
                id: row

                required property string about
                required property string icon
                required property string words
                required property string voices
                required property string stage
                required property bool done
                required property string answer

                touchable: true
                implicitHeight: card.implicitHeight
                LineCard {
                    id: card
                    objectName: "wish/" + row.about
                    anchors.fill: parent
                    enabled: !row.done
                    icon: row.done ? "check-circle" : row.icon
                    colour: row.done ? "lake" : "olive"
                    title: row.words
                    note: [row.voices, row.answer].filter(part => part !== "").join(" · ")
                    remark: row.stage
                    remarkIcon: row.done ? "check" : "chat"
                    arrowed: !row.done
                    onTriggered: {
                        page.asking.begin("second", row.about, row.words)
                        page.visit.go("ask")
                    }
                }
            }
        }
    }
    OwnWish {
        id: say
        visible: !page.side
        width: parent.width
        height: Math.max(Theme.px(150), implicitHeight)
        anchors.bottom: parent.bottom
    }

    component OwnWish: PressButton {
        objectName: "ownWish"
        name: qsTr("我也说一个")
        icon: "edit"
        look: "primary"
        size: Theme.display(56)
        onTriggered: {
            page.asking.begin("wish", "", "")
            page.visit.go("ask")
        }
    }
}
