pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// 听着用: the page is dark, everything is spoken, and four corners do all there is to do. It eats every touch.
Rectangle {
    id: corners

    required property Visit visit
    required property list<Item> stops
    required property Press here
    // What is asked of whoever has been quiet for long, and how long it is asked.
    required property string question
    required property int seconds
    readonly property int place: corners.here === null ? -1 : corners.stops.indexOf(corners.here)
    readonly property real gap: Theme.px(20)
    readonly property real low: Math.max(Theme.topReach, Theme.px(Theme.landscape ? 0 : 540))
    // Where the panel is wide and low the words stand between the corners.
    readonly property real span: Theme.landscape ? Math.min(corners.height / 2, corners.width * 0.3) : corners.width / 2

    signal again
    signal back
    signal next
    signal choose

    color: Theme.night

    MouseArea { anchors.fill: parent }

    Column {
        x: Theme.landscape ? corners.span + Theme.gap : Theme.margin
        y: Theme.landscape ? Math.max(Theme.margin, (corners.height - height) / 2) : Theme.margin
        width: corners.width - 2 * x
        spacing: Theme.px(16)

        Words {
            visible: text !== ""
            width: parent.width
            text: corners.question !== "" ? qsTr("%1还有 %2 秒").arg(corners.question).arg(corners.seconds)
                : corners.place >= 0 ? qsTr("第 %1 个，共 %2 个").arg(corners.place + 1).arg(corners.stops.length) : ""
            size: Theme.display(36)
            strong: true
            color: Theme.nightAccent
        }
        Words {
            width: parent.width
            text: corners.here !== null && corners.place >= 0 ? corners.here.name : corners.question !== "" ? corners.question : qsTr("听着用")
            size: Theme.display(68)
            strong: true
            color: Theme.nightInk
            maximumLineCount: 4
            elide: Text.ElideRight
        }
        Words {
            width: parent.width
            text: corners.place >= 0 ? qsTr("点右下角选这个。按错了没关系。") : qsTr("点左下角，听下一个。")
            size: Theme.display(36)
            color: Theme.nightInk
        }
    }

    Repeater {
        model: [
            { does: "again", name: qsTr("再听一遍"), where: qsTr("左上"), icon: "replay", fill: Theme.nightInk, ink: Theme.night },
            { does: "back", name: qsTr("返回"), where: qsTr("右上"), icon: "back", fill: Theme.nightInk, ink: Theme.night },
            { does: "next", name: qsTr("下一个"), where: qsTr("左下"), icon: "next-item", fill: Theme.night, ink: Theme.nightInk },
            { does: "choose", name: qsTr("选这个"), where: qsTr("右下"), icon: "check-circle", fill: Theme.nightAccent, ink: Theme.night }
        ]
        delegate: Rectangle {
            id: corner

            required property var modelData
            required property int index
            readonly property bool resting: lull.running

            objectName: "corner-" + corner.modelData.does
            x: corner.index % 2 === 0 ? corners.gap / 2 : corners.width - width - corners.gap / 2
            y: corners.low + (corner.index < 2 ? 0 : height + corners.gap)
            width: corners.span - corners.gap
            height: (corners.height - corners.low - 1.5 * corners.gap) / 2
            radius: Theme.px(44)
            color: corner.modelData.fill
            border.width: Theme.px(8)
            border.color: Theme.nightInk
            Accessible.role: Accessible.Button
            Accessible.name: corner.modelData.name
            Accessible.onPressAction: corner.act()

            Column {
                anchors.centerIn: parent
                width: parent.width - Theme.px(40)
                spacing: Theme.px(16)
                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    name: corner.modelData.icon
                    side: Math.min(corner.height * 0.34, Theme.px(200))
                    colour: corner.modelData.ink
                }
                Words {
                    width: parent.width
                    text: corner.modelData.name
                    size: Theme.display(72)
                    strong: true
                    color: corner.modelData.ink
                    horizontalAlignment: Text.AlignHCenter
                }
                Words {
                    visible: !Theme.large
                    width: parent.width
                    text: corner.modelData.where
                    size: Theme.display(38)
                    color: corner.modelData.ink
                    horizontalAlignment: Text.AlignHCenter
                }
            }
            MouseArea {
                anchors.fill: parent
                onClicked: corner.act()
            }
            Timer { id: lull; interval: Theme.doubleTapMs }
            function act(): void {
                if (Theme.settling || lull.running)
                    return
                lull.restart()
                corners[corner.modelData.does]()
            }
        }
    }
}
