pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// What was found, line by line, with what to do about it; and what can be done here.
PagedColumn {
    id: list

    required property Station station
    required property Checkup checkup
    required property bool allowed
    readonly property real panelTopMm: list.station.lowerEdgeMm + Theme.panelHeight / Theme.pxPerMm

    signal wantedDeed(deed: string)

    spacing: Theme.px(6)

    Repeater {
        model: list.checkup.amiss
        delegate: Finding { }
    }
    Deeds {
        allowed: list.allowed
        onWantedDeed: deed => list.wantedDeed(deed)
    }
    Repeater {
        model: list.checkup.checks
        delegate: Finding { }
    }
    Finding {
        name: qsTr("最高的按钮离地")
        said: qsTr("%1 毫米").arg(Math.round(Math.min(Theme.reachMm, list.panelTopMm)))
        well: true
        remedy: ""
    }
}
