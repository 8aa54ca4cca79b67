pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// Nothing is all that is wanted: what to drop, and what comes closest.
PagedColumn {
    id: nothing

    required property Browse browse
    required property real cardHeight
    readonly property bool open: nothing.browse.ways.length > 0

    signal chosen(key: string)
    signal cleared

    objectName: "nothingFound"
    spacing: Theme.px(16)

    Connections {
        target: nothing.browse
        function onPageChanged() { nothing.page = 0 }
    }

    Block {
        implicitHeight: note.height
        OnOneLine {
            id: note
            width: parent.width
            Words {
                text: qsTr("没有样样都对上的")
                size: Theme.display(54)
                strong: true
            }
            Words {
                text: nothing.open ? qsTr("少要一样，就有：") : qsTr("少要一样也还没有")
                size: Theme.text(36)
                color: Theme.ink2
            }
        }
    }
    Repeater {
        model: nothing.browse.ways
        delegate: Block {
            id: way

            required property int index
            required property string modelData

            touchable: true
            implicitHeight: drop.implicitHeight
            PressButton {
                id: drop
                objectName: "way" + way.index
                anchors.fill: parent
                name: way.modelData
                icon: "close"
                look: way.index === 0 ? "primary" : "outline"
                size: Theme.display(40)
                onTriggered: nothing.browse.takeWay(way.index)
            }
        }
    }
    Block {
        wanted: !nothing.open
        touchable: true
        implicitHeight: Math.max(Theme.px(150), clear.implicitHeight)
        PressButton {
            id: clear
            objectName: "wayAll"
            anchors.fill: parent
            name: qsTr("全部不限，从头看")
            icon: "restart"
            look: "primary"
            size: Theme.display(48)
            onTriggered: nothing.cleared()
        }
    }
    Repeater {
        model: nothing.browse.closest
        delegate: Block {
            id: near

            required property int index
            required property string key
            required property string kind
            required property string title
            required property string way
            required property string where
            required property string amount
            required property string unit
            required property list<string> tags
            required property string confirmed
            required property string remark

            readonly property bool first: near.index === 0 && !Theme.large
            readonly property real above: near.first ? close.height : 0

            touchable: true
            implicitHeight: near.above + Math.max(nothing.cardHeight, card.implicitHeight)

            Words {
                id: close
                visible: near.first
                width: parent.width
                topPadding: Theme.px(8)
                text: qsTr("最近的几个，只差一样：")
                size: Theme.text(36)
                color: Theme.ink2
            }
            JobCard {
                id: card
                objectName: "close" + near.index
                y: near.above
                width: parent.width
                height: parent.height - y
                kind: near.kind
                title: near.title
                way: near.way
                where: near.where
                amount: near.amount
                unit: near.unit
                tags: near.tags
                confirmed: near.confirmed
                remark: near.remark
                onTriggered: nothing.chosen(near.key)
            }
        }
    }
}
