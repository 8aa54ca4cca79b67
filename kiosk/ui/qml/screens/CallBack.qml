import QtQuick
import Kiosk.Bridge
import "../controls"

// 请人打给我: nothing but a number, about one job.
Frame {
    id: page

    required property Browse browse
    required property Register register
    readonly property bool tight: Theme.large
    // Beside the question, if it has room there.
    readonly property bool noted: page.side && question.height + beside.height < page.height - Theme.px(160)

    head: [
        Column {
            id: question
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 8)
            width: parent.width - 2 * x
            bottomPadding: Theme.px(20)
            Words {
                width: parent.width
                text: qsTr("打哪个号码找您？")
                size: Theme.display(page.side ? 66 : 72)
                strong: true
            }
            Words {
                width: parent.width
                visible: !page.tight
                text: page.station.demo ? qsTr("示例岗位，不会有人打给您") : qsTr("社区的人打给您，说说“%1”").arg(page.browse.jobTitle)
                size: Theme.text(38)
                color: Theme.ink2
            }
        },
        Column {
            visible: page.noted
            x: Theme.margin
            y: question.height + Theme.px(20)
            width: parent.width - 2 * x
            PrivacyNote { id: beside; width: parent.width }
        }
    ]
    headHeight: question.height

    NumberEntry {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop
        register: page.register
        side: page.side
        noted: page.noted
        doing: qsTr("请打给我")
        doingIcon: "phone-callback"
    }
}
