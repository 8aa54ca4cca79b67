pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "controls"
import "screens"

// The whole screen: one page at a time, and what is laid over it.
Item {
    id: root

    required property Station station
    required property Wanting wanting
    required property Browse browse
    required property Register register
    required property Visit visit

    readonly property bool covered: root.visit.sheet !== "" || root.asked
    readonly property bool settling: lull.running
    readonly property bool fading: root.visit.phase === "fading"
    readonly property bool asked: root.visit.phase === "asking"
    readonly property bool wants: root.visit.sheet.startsWith("want-")
    readonly property string page: root.station.outOfService ? "out" : root.visit.screen

    width: 1080
    height: 1920

    Binding { target: Theme; property: "panelWidth"; value: root.width }
    Binding { target: Theme; property: "panelHeight"; value: root.height }
    Binding { target: Theme; property: "diagonalInch"; value: root.station.diagonalInch }
    Binding { target: Theme; property: "lowerEdgeMm"; value: root.station.lowerEdgeMm }
    Binding { target: Theme; property: "textScale"; value: root.visit.textScale }
    Binding { target: Theme; property: "colours"; value: root.visit.colours }
    Binding { target: Theme; property: "lowReach"; value: root.visit.lowReach }
    Binding { target: Theme; property: "byKeyboard"; value: root.visit.byKeyboard }
    Binding { target: root.wanting; property: "counting"; value: root.wants }

    onPageChanged: lull.restart()
    onCoveredChanged: lull.restart()
    onFadingChanged: lull.restart()

    // A second tap meant for the page before must not hit this one.
    Timer { id: lull; interval: Theme.doubleTapMs }
    Binding { target: Theme; property: "settling"; value: root.settling }

    Rectangle {
        anchors.fill: parent
        color: Theme.ground
    }

    Loader {
        id: content
        objectName: "content"
        anchors.fill: parent
        enabled: !root.covered && !root.fading
        sourceComponent: root.pageOf(root.page)
    }

    Rectangle {
        objectName: "fade"
        anchors.fill: parent
        visible: root.fading
        color: Theme.shade
        opacity: visible ? Theme.shadeOpacity : 0
        Behavior on opacity { NumberAnimation { duration: Theme.fadeMs } }
    }

    Rectangle {
        anchors.fill: parent
        visible: root.covered
        color: Theme.shade
        opacity: Theme.shadeOpacity
    }

    Loader {
        objectName: "sheet"
        anchors.fill: parent
        active: root.visit.sheet !== "" && !root.asked
        sourceComponent: root.visit.sheet === "display" ? displaySheet : root.wants ? wantedSheet : leaveSheet
    }

    Loader {
        objectName: "timeout"
        anchors.fill: parent
        active: root.asked
        sourceComponent: timeoutSheet
    }

    Component { id: attractPage; Attract { station: root.station; browse: root.browse; visit: root.visit } }
    Component { id: homePage; Home { station: root.station; register: root.register; visit: root.visit } }
    Component { id: nearbyPage; Nearby { station: root.station; wanting: root.wanting; browse: root.browse; register: root.register; visit: root.visit } }
    Component { id: jobPage; Job { station: root.station; browse: root.browse; register: root.register; visit: root.visit } }
    Component { id: workPage; RegisterWork { station: root.station; register: root.register; visit: root.visit } }
    Component { id: timePage; RegisterTime { station: root.station; register: root.register; visit: root.visit } }
    Component { id: phonePage; RegisterPhone { station: root.station; register: root.register; visit: root.visit } }
    Component { id: receiptPage; Receipt { station: root.station; register: root.register; visit: root.visit } }
    Component { id: helpPage; Help { station: root.station; visit: root.visit } }
    Component { id: sectionPage; Section { station: root.station; register: root.register; visit: root.visit } }
    Component { id: goodbyePage; Goodbye {} }
    Component { id: outPage; OutOfService { station: root.station } }
    Component { id: displaySheet; DisplaySheet { visit: root.visit } }
    Component { id: wantedSheet; WantedSheet { wanting: root.wanting; browse: root.browse; visit: root.visit } }
    Component { id: leaveSheet; LeaveSheet { visit: root.visit } }
    Component { id: timeoutSheet; TimeoutSheet { visit: root.visit } }

    function pageOf(name: string): Component {
        switch (name) {
        case "home": return homePage
        case "nearby": return nearbyPage
        case "job": return jobPage
        case "register": return [workPage, timePage, phonePage][root.register.step]
        case "receipt": return receiptPage
        case "help": return helpPage
        case "section": return sectionPage
        case "goodbye": return goodbyePage
        case "out": return outPage
        default: return attractPage
        }
    }
}
