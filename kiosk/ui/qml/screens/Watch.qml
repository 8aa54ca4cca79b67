import QtQuick
import Kiosk.Bridge
import "../controls"

// A recording: its picture, below it what is being said, and the keys. Nothing sounds before somebody asks for it.
Frame {
    id: page

    required property Live live
    required property Player player
    readonly property bool failed: page.player.state === "failed"
    readonly property bool playing: page.player.state === "playing"
    readonly property bool across: Theme.landscape
    readonly property bool tight: Theme.landscape && Theme.large

    headed: false

    Binding { target: page.player; property: "volume"; value: page.visit.volume }

    Item {
        id: show
        width: page.across ? parent.width - keys.width - Theme.margin : parent.width
        height: page.across ? parent.height : keys.y - Theme.gap

        Words {
            id: name
            visible: !page.tight
            width: parent.width
            text: page.live.title
            size: Theme.display(44)
            strong: true
        }
        Rectangle {
            id: picture
            objectName: "picture"
            visible: !page.failed
            color: "#000000"
            y: page.tight ? 0 : name.height + Theme.px(12)
            width: Math.min(parent.width, (parent.height - y - said.height - bar.height - Theme.px(40)) * 16 / 9)
            height: Math.round(width * 9 / 16)
            x: (parent.width - width) / 2
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("录像的画面")

            Item {
                id: place
                anchors.fill: parent
                Binding { target: page.player.view; property: "parent"; value: place }
                Binding { target: page.player.view; property: "width"; value: place.width }
                Binding { target: page.player.view; property: "height"; value: place.height }
            }
            Icon {
                visible: page.player.state === "ready"
                anchors.centerIn: parent
                name: "live"
                side: parent.height * 0.4
                colour: Theme.nightInk
            }
        }
        EmptyNote {
            visible: page.failed
            width: parent.width
            y: Math.max(name.height + Theme.px(20), (parent.height - height) / 2)
            icon: "error"
            colour: "slate"
            title: qsTr("这段放不出来")
            note: qsTr("里面讲的话都在文字里")
        }
        // As high as the longest caption gets, so that nothing moves from one to the next.
        Words {
            id: longest
            visible: false
            width: said.width - Theme.px(40)
            text: "字".repeat(40)
            size: caption.size
            strong: true
        }
        Rectangle {
            id: said
            visible: !page.failed
            width: parent.width
            height: longest.height + Theme.px(24)
            y: picture.y + picture.height + Theme.px(14)
            radius: Theme.px(20)
            color: Theme.night
            Words {
                id: caption
                objectName: "caption"
                anchors.centerIn: parent
                width: parent.width - Theme.px(40)
                text: page.player.state === "ready" ? qsTr("讲的话会写在这儿") : page.player.caption
                size: Theme.display(page.tight ? 38 : 50)
                strong: true
                color: Theme.nightInk
                hushed: true
                horizontalAlignment: Text.AlignHCenter
            }
        }
        Item {
            id: bar
            visible: !page.failed
            width: parent.width
            height: time.height
            y: said.y + said.height + Theme.px(14)
            Rectangle {
                width: parent.width - time.width - Theme.px(24)
                height: Theme.px(14)
                radius: height / 2
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.track
                Rectangle {
                    width: Math.max(height, parent.width * page.player.share)
                    height: parent.height
                    radius: height / 2
                    color: Theme.lake
                }
            }
            Words {
                id: time
                anchors.right: parent.right
                text: page.player.clock
                size: Theme.display(34)
                strong: true
                hushed: true
                wrapMode: Text.NoWrap
                font.features: { "tnum": 1 }
            }
        }
    }

    Column {
        id: keys
        readonly property real half: (keys.width - Theme.gap) / 2
        width: page.across ? Theme.px(600) : parent.width
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        spacing: Theme.gap

        PressButton {
            objectName: "toggle"
            visible: !page.failed
            width: parent.width
            height: Math.max(Theme.px(page.across ? 170 : 150), implicitHeight)
            name: page.playing ? qsTr("停一下") : page.player.state === "ended" ? qsTr("再看一遍") : page.player.state === "paused" ? qsTr("接着放") : qsTr("开始放")
            icon: page.playing ? "pause" : page.player.state === "ended" ? "replay" : "play"
            look: "primary"
            size: Theme.display(56)
            onTriggered: page.player.toggle()
        }
        Row {
            visible: !page.failed
            spacing: Theme.gap
            PressButton {
                objectName: "earlier"
                width: keys.half
                height: Math.max(Theme.px(120), implicitHeight, later.implicitHeight)
                name: qsTr("退 15 秒")
                icon: "fast-rewind"
                look: "outline"
                size: Theme.display(page.tight ? 32 : 42)
                padding: Theme.px(14)
                onTriggered: page.player.earlier()
            }
            PressButton {
                id: later
                objectName: "further"
                width: keys.half
                height: Math.max(Theme.px(120), implicitHeight)
                name: qsTr("进 15 秒")
                icon: "fast-forward"
                look: "outline"
                size: Theme.display(page.tight ? 32 : 42)
                padding: Theme.px(14)
                onTriggered: page.player.further()
            }
        }
        Row {
            spacing: Theme.gap
            PressButton {
                objectName: "again"
                visible: !page.failed
                width: keys.half
                height: Math.max(Theme.px(120), implicitHeight)
                name: qsTr("从头放")
                icon: "restart"
                look: "outline"
                size: Theme.display(page.tight ? 32 : 42)
                padding: Theme.px(14)
                onTriggered: page.player.again()
            }
            PressButton {
                objectName: "read"
                width: page.failed ? keys.width : keys.half
                height: Math.max(Theme.px(120), implicitHeight)
                name: qsTr("看文字")
                icon: "simple"
                look: page.failed ? "primary" : "outline"
                size: Theme.display(page.tight ? 32 : 42)
                padding: Theme.px(14)
                onTriggered: page.visit.go("transcript")
            }
        }
    }
}
