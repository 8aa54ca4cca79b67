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
    required property Number number
    required property Kept kept
    required property Register register
    required property Asking asking
    required property PhoneFirst phoneFirst
    required property Slip slip
    required property Lookup lookup
    required property Checkup checkup
    required property Typing typing
    required property Visit visit

    readonly property bool covered: root.visit.sheet !== "" || root.asked
    readonly property bool settling: lull.running
    readonly property bool fading: root.visit.phase === "fading"
    readonly property bool asked: root.visit.phase === "asking"
    readonly property bool types: root.visit.sheet.endsWith("-words")
    readonly property bool wants: root.visit.sheet.startsWith("want-") && !root.types
    readonly property string page: root.station.outOfService ? "out" : root.station.known ? root.visit.screen : "starting"

    width: 1080
    height: 1920

    Binding { target: Theme; property: "panelWidth"; value: root.width }
    Binding { target: Theme; property: "panelHeight"; value: root.height }
    Binding { target: Theme; property: "diagonalInch"; value: root.station.diagonalInch }
    Binding { target: Theme; property: "lowerEdgeMm"; value: root.station.lowerEdgeMm }
    Binding { target: Theme; property: "textScale"; value: root.visit.textScale }
    Binding { target: Theme; property: "colours"; value: root.visit.colours }
    Binding { target: Theme; property: "lowReach"; value: root.visit.lowReach }
    Binding { target: Theme; property: "byKeyboard"; value: root.visit.byKeyboard || root.scanning }
    Binding { target: root.wanting; property: "counting"; value: root.wants }

    readonly property bool listening: root.visit.mode === "listening"
    readonly property bool scanning: root.visit.mode === "scanning"
    // What can be chosen now, in the order it is read; looked up again with each step.
    property list<Item> stops
    readonly property Press here: root.Window.activeFocusItem as Press

    // Somebody who listens wants the page or its item spoken again.
    signal sayAgain
    // The receipt is wanted on paper.
    signal slipWanted
    // What is on the page has changed by somebody's doing.
    signal turned
    signal toggled
    // The focus is moved by the clock, not by somebody.
    property bool byItself: false

    Connections {
        target: Theme
        function onTurned() { root.turned() }
        function onToggled() { root.toggled() }
    }

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
        onLoaded: {
            lull.restart()
            root.turned()
        }
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
        sourceComponent: root.sheetOf(root.visit.sheet)
    }

    Loader {
        objectName: "timeout"
        anchors.fill: parent
        active: root.asked
        sourceComponent: timeoutSheet
    }

    Loader {
        objectName: "corners"
        anchors.fill: parent
        active: root.listening
        sourceComponent: FourCorners {
            visit: root.visit
            stops: root.stops
            here: root.here
            question: root.asked ? qsTr("您还在吗？") : ""
            seconds: root.visit.secondsLeft
            onAgain: root.sayAgain()
            onBack: root.goBack()
            onNext: root.step(1)
            onChoose: root.choose()
        }
    }

    // One switch: the focus goes round by itself, and the switch (Space or Enter) takes what it stands on.
    Timer {
        running: root.scanning && root.page !== "attract" && !root.settling
        interval: root.visit.scanMs
        repeat: true
        onTriggered: {
            root.byItself = true
            root.step(1)
            root.byItself = false
        }
    }

    Component { id: attractPage; Attract { station: root.station; browse: root.browse; visit: root.visit } }
    Component { id: homePage; Home { station: root.station; register: root.register; asking: root.asking; visit: root.visit } }
    Component { id: nearbyPage; Nearby { station: root.station; wanting: root.wanting; browse: root.browse; register: root.register; visit: root.visit } }
    Component { id: jobPage; Job { station: root.station; browse: root.browse; asking: root.asking; visit: root.visit } }
    Component { id: workPage; RegisterWork { station: root.station; register: root.register; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: timePage; RegisterTime { station: root.station; register: root.register; visit: root.visit } }
    Component { id: phonePage; RegisterPhone { station: root.station; register: root.register; number: root.number; visit: root.visit } }
    Component { id: receiptPage; Receipt { station: root.station; kept: root.kept; slip: root.slip; visit: root.visit; onSlipWanted: root.slipWanted() } }
    Component { id: helpPage; Help { station: root.station; asking: root.asking; visit: root.visit } }
    Component { id: sectionPage; Section { station: root.station; register: root.register; visit: root.visit } }
    Component { id: goodbyePage; Goodbye {} }
    Component { id: groupsPage; Groups { station: root.station; wanting: root.wanting; visit: root.visit } }
    Component { id: lookupPage; FindReceipt { station: root.station; lookup: root.lookup; visit: root.visit } }
    Component { id: technicianPage; Technician { station: root.station; checkup: root.checkup; visit: root.visit } }
    Component { id: askPage; Ask { station: root.station; asking: root.asking; number: root.number; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: byPhonePage; ByPhone { station: root.station; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: startingPage; OutOfService { station: root.station; starting: true } }
    Component { id: outPage; OutOfService { station: root.station } }
    Component { id: displaySheet; DisplaySheet { station: root.station; visit: root.visit } }
    Component { id: wantedSheet; WantedSheet { wanting: root.wanting; browse: root.browse; visit: root.visit } }
    Component { id: wordsSheet; WordsSheet { typing: root.typing; wanting: root.wanting; visit: root.visit } }
    Component { id: answerSheet; AnswerSheet { typing: root.typing; asking: root.asking; visit: root.visit } }
    Component { id: keysSheet; KeysSheet { wanting: root.wanting; visit: root.visit } }
    Component { id: leaveSheet; LeaveSheet { visit: root.visit } }
    Component { id: timeoutSheet; TimeoutSheet { visit: root.visit } }

    function reachable(): list<Item> {
        const found = []
        let item = content.nextItemInFocusChain(true)
        while (item instanceof Press && !found.includes(item)) {
            found.push(item)
            item = item.nextItemInFocusChain(true)
        }
        return found
    }
    function step(by: int): void {
        root.stops = root.reachable()
        if (root.stops.length === 0)
            return
        const at = root.stops.indexOf(root.here)
        const next = at < 0 ? (by > 0 ? 0 : root.stops.length - 1) : (at + by + root.stops.length) % root.stops.length
        root.stops[next].forceActiveFocus(by > 0 ? Qt.TabFocusReason : Qt.BacktabFocusReason)
    }
    function stepOn(): void { root.step(1) }
    function stepBack(): void { root.step(-1) }
    function choose(): void {
        if (root.here)
            root.here.trigger()
        else
            root.step(1)
    }
    function goBack(): void {
        if (root.asked)
            root.visit.stillHere()
        else if (root.visit.sheet !== "")
            root.visit.openSheet("")
        else
            root.visit.back()
    }
    function sheetOf(name: string): Component {
        switch (name) {
        case "display": return displaySheet
        case "want-words": return wordsSheet
        case "ask-words": return answerSheet
        case "want-keys": return keysSheet
        default: return name.startsWith("want-") ? wantedSheet : leaveSheet
        }
    }
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
        case "groups": return groupsPage
        case "ask": return askPage
        case "phone": return byPhonePage
        case "lookup": return lookupPage
        case "technician": return technicianPage
        case "starting": return startingPage
        case "out": return outPage
        default: return attractPage
        }
    }
}
