pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// A target in each corner and one in the middle, touched one after another. It eats every touch.
Rectangle {
    id: page

    required property TouchTest touchTest
    required property Visit visit

    readonly property real ring: 10 * Theme.pxPerMm
    readonly property real inset: 14 * Theme.pxPerMm
    readonly property var spots: [
        Qt.point(page.inset, page.inset), Qt.point(page.width - page.inset, page.inset),
        Qt.point(page.width - page.inset, page.height - page.inset), Qt.point(page.inset, page.height - page.inset),
        Qt.point(page.width / 2, page.height / 2)
    ]
    readonly property point spot: page.spots[page.touchTest.target]

    // Somebody has read the result.
    signal closed

    color: Theme.night

    Component.onCompleted: page.touchTest.begin()
    Component.onDestruction: page.touchTest.stop()

    Connections {
        target: page.touchTest
        function onFinished() {
            if (!page.touchTest.done)
                page.visit.back()
        }
    }

    Column {
        id: told
        readonly property real room: page.height / 2 - 2 * page.ring - 2 * page.inset

        x: (page.width - width) / 2
        y: page.touchTest.over ? (page.height - height) / 2 : 2 * page.inset + Math.max(0, (told.room - height) / 2)
        width: Math.min(page.width - 2 * Theme.margin, Theme.px(1200))
        spacing: Theme.px(20)

        Icon {
            visible: page.touchTest.over
            anchors.horizontalCenter: parent.horizontalCenter
            name: page.touchTest.well ? "check-circle" : "error"
            side: Theme.display(140)
            colour: page.touchTest.well ? Theme.nightInk : Theme.nightAccent
        }
        Words {
            visible: !page.touchTest.over
            width: parent.width
            text: qsTr("请点%1的圆心").arg(page.touchTest.place)
            size: Theme.display(66)
            strong: true
            color: Theme.nightInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            visible: !page.touchTest.over
            width: parent.width
            text: qsTr("第 %1 个，共 %2 个").arg(page.touchTest.target + 1).arg(page.spots.length)
            size: Theme.display(38)
            color: Theme.nightInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: page.touchTest.said
            size: page.touchTest.over ? Theme.display(56) : Theme.display(38)
            strong: true
            color: page.touchTest.over && page.touchTest.well ? Theme.nightInk : Theme.nightAccent
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            visible: page.touchTest.over
            width: parent.width
            text: qsTr("点一下屏幕，回去")
            size: Theme.display(38)
            color: Theme.nightInk
            horizontalAlignment: Text.AlignHCenter
        }
    }

    Item {
        visible: !page.touchTest.over
        x: page.spot.x
        y: page.spot.y

        Rectangle {
            x: -page.ring
            y: -page.ring
            width: 2 * page.ring
            height: width
            radius: page.ring
            color: "transparent"
            border.width: Theme.px(8)
            border.color: Theme.nightAccent
        }
        Rectangle {
            x: -page.ring / 2
            y: -Theme.px(3)
            width: page.ring
            height: Theme.px(6)
            color: Theme.nightInk
        }
        Rectangle {
            x: -Theme.px(3)
            y: -page.ring / 2
            width: Theme.px(6)
            height: page.ring
            color: Theme.nightInk
        }
    }

    MouseArea {
        anchors.fill: parent
        onPressed: (press) => {
            if (page.touchTest.over) {
                page.closed()
                page.visit.back()
            } else
                page.touchTest.touch((press.x - page.spot.x) / Theme.pxPerMm, (press.y - page.spot.y) / Theme.pxPerMm)
        }
    }
}
