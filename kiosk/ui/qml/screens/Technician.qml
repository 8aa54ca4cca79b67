pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// How the station is doing, for whoever looks after it. It says, and changes nothing.
Frame {
    id: page

    required property Checkup checkup
    readonly property int wrong: page.checkup.wrong < 0 ? -1 : page.checkup.wrong + (page.station.canSpeak ? 0 : 1)
    readonly property real panelTopMm: page.station.lowerEdgeMm + Theme.panelHeight / Theme.pxPerMm

    Component.onCompleted: page.checkup.look()

    headHeight: top.height + Theme.px(20)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: Theme.px(page.side ? 40 : 10)
            width: parent.width - 2 * x
            spacing: Theme.px(8)
            Words {
                width: parent.width
                text: page.wrong < 0 ? qsTr("正在看…") : page.wrong === 0 ? qsTr("都好") : qsTr("%1 样要处理").arg(page.wrong)
                size: Theme.display(66)
                strong: true
            }
            Words {
                width: parent.width
                text: qsTr("这台机器的情况")
                size: Theme.text(36)
                color: Theme.ink2
            }
        }
    ]

    component Line: Block {
        id: line
        required property string name
        required property string said
        required property bool well

        implicitHeight: Math.max(tick.height, title.height + (title.below ? value.height : 0)) + Theme.px(14)
        Icon {
            id: tick
            name: line.well ? "check-circle" : "error"
            side: Theme.display(48)
            colour: line.well ? Theme.lake : Theme.error
            y: (line.height - height) / 2
        }
        Words {
            id: title
            readonly property bool below: implicitWidth + value.implicitWidth > line.width - x - Theme.px(30)
            x: tick.width + Theme.px(24)
            y: below ? 0 : (line.height - height) / 2
            text: line.name
            size: Theme.text(38)
            strong: true
            wrapMode: Text.NoWrap
        }
        Words {
            id: value
            x: title.below ? title.x : line.width - width
            y: title.below ? title.y + title.height : (line.height - height) / 2
            width: Math.min(implicitWidth, line.width - title.x)
            text: line.said
            size: Theme.text(36)
            color: line.well ? Theme.ink : Theme.error
        }
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.px(2)
            color: Theme.track
        }
    }

    PagedColumn {
        anchors.fill: parent
        spacing: Theme.gap
        firstTouch: Theme.topReach - page.bodyTop

        Repeater {
            model: page.checkup.checks
            delegate: Line { }
        }
        Line {
            name: qsTr("屏幕")
            said: (Theme.landscape ? qsTr("%1 寸横屏，下边离地 %2 毫米") : qsTr("%1 寸竖屏，下边离地 %2 毫米")).arg(page.station.diagonalInch).arg(page.station.lowerEdgeMm)
            well: true
        }
        Line {
            name: qsTr("最高的按钮离地")
            said: qsTr("%1 毫米").arg(Math.round(Math.min(Theme.reachMm, page.panelTopMm)))
            well: true
        }
        Line {
            name: qsTr("声音")
            said: page.station.canSpeak ? qsTr("能念") : qsTr("现在没有")
            well: page.station.canSpeak
        }
        Block { stretch: true }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(140), again.implicitHeight)
            PressButton {
                id: again
                objectName: "lookAgain"
                anchors.fill: parent
                name: qsTr("再看一遍")
                icon: "update"
                look: "primary"
                size: Theme.text(46)
                onTriggered: page.checkup.look()
            }
        }
    }
}
