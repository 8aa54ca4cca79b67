import QtQuick
import Kiosk.Bridge
import "../controls"

// Nobody has touched anything for a while, and something of a person is on the screen.
Sheet {
    id: sheet

    required property Visit visit

    floating: true

    Block {
        implicitHeight: ring.height + Theme.px(10)
        CountRing {
            id: ring
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.px(Theme.landscape ? 230 : 326)
            colour: Theme.lake
            track: Theme.track
            share: sheet.visit.secondsLeft / sheet.visit.warningSeconds
            Words {
                anchors.centerIn: parent
                text: sheet.visit.secondsLeft
                size: ring.width * 0.42
                strong: true
                font.features: { "tnum": 1 }
                hushed: true
            }
        }
    }
    Block {
        implicitHeight: words.height + Theme.px(12)
        Column {
            id: words
            width: parent.width
            spacing: Theme.px(8)
            Words {
                width: parent.width
                text: qsTr("您还在吗？")
                size: Theme.display(80)
                strong: true
                horizontalAlignment: Text.AlignHCenter
            }
            Words {
                width: parent.width
                text: qsTr("%1 秒后，这里会清空，\n下一位看不到您的内容。").arg(sheet.visit.secondsLeft)
                size: Theme.display(42)
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(Theme.landscape ? 150 : 200), here.implicitHeight)
        PressButton {
            id: here
            objectName: "stillHere"
            anchors.fill: parent
            name: qsTr("我还在，继续")
            icon: "hand"
            look: "accent"
            size: Theme.display(68)
            onTriggered: sheet.visit.stillHere()
        }
    }
    Block {
        touchable: true
        implicitHeight: Math.max(Theme.px(148), more.implicitHeight, gone.implicitHeight)
        PressButton {
            id: more
            objectName: "moreTime"
            width: (parent.width - Theme.gap) / 2
            height: parent.height
            name: qsTr("给我多一点时间")
            label: qsTr("给我多一点\n时间")
            padding: Theme.px(10)
            icon: "more-time"
            look: "outline"
            size: Theme.display(42)
            onTriggered: sheet.visit.moreTime()
        }
        PressButton {
            id: gone
            objectName: "wipeNow"
            x: more.width + Theme.gap
            width: more.width
            height: parent.height
            name: qsTr("不看了，现在清空")
            label: qsTr("不看了，\n现在清空")
            padding: Theme.px(10)
            icon: "trash"
            look: "outline"
            size: Theme.display(42)
            onTriggered: sheet.visit.wipeNow()
        }
    }
}
