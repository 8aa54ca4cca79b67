pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// How the station is, for whoever looks after it; behind a PIN, what can be done about it.
Frame {
    id: page

    required property Checkup checkup
    required property Technician technician
    required property Slip slip
    readonly property string paper: ({ "printing": qsTr("正在打…"), "printed": qsTr("打好了，看看纸"), "failed": qsTr("没打出来") })[page.slip.state] ?? ""
    readonly property string told: page.technician.doing || page.technician.result || page.paper
    readonly property bool asked: page.technician.guarded && !page.technician.open

    signal trialSlipWanted
    signal trialVoiceWanted

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
                text: page.asked ? qsTr("维护这台机器") : page.checkup.wrong < 0 ? qsTr("正在看…") : page.checkup.wrong === 0 ? qsTr("都好") : qsTr("%1 样要处理").arg(page.checkup.wrong)
                size: Theme.display(66)
                strong: true
            }
            Words {
                width: parent.width
                text: page.asked ? qsTr("按维护口令，再按进入") : page.technician.open ? qsTr("没人碰，%1 后自动退出").arg(page.technician.left) : qsTr("没设维护口令，只能看")
                size: Theme.text(36)
                color: Theme.ink2
            }
            Words {
                objectName: "told"
                visible: page.told !== ""
                width: parent.width
                text: page.told
                size: Theme.text(40)
                strong: true
                color: page.technician.well || page.technician.doing !== "" ? Theme.lake : Theme.error
            }
            Words {
                visible: page.technician.original !== ""
                hushed: true
                width: parent.width
                text: page.technician.original
                size: Theme.text(28)
                color: Theme.ink2
                maximumLineCount: 4
                elide: Text.ElideRight
            }
        }
    ]

    Loader {
        anchors.fill: parent
        sourceComponent: page.asked ? pad : desk
        onLoaded: Theme.turned()
    }

    Component {
        id: pad
        PinEntry {
            technician: page.technician
            firstTouch: Theme.topReach - page.bodyTop
        }
    }
    Component {
        id: desk
        Findings {
            station: page.station
            checkup: page.checkup
            allowed: page.technician.open
            firstTouch: Theme.topReach - page.bodyTop
            onWantedDeed: deed => page.act(deed)
        }
    }

    function act(deed: string): void {
        switch (deed) {
        case "takeIn": page.technician.takeIn(); break
        case "takeOut": page.technician.takeOut(); break
        case "exchange": page.technician.exchange(); break
        case "trialSlip": page.trialSlipWanted(); break
        case "trialVoice": page.trialVoiceWanted(); break
        case "touchTest": page.visit.go("touchTest"); break
        case "code": page.visit.go("technicianCode"); break
        case "anew": page.technician.beginAnew(); break
        default: page.checkup.look()
        }
    }
}
