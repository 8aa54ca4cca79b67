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
    required property Technician technician
    required property TouchTest touchTest
    required property FreeTime freeTime
    required property Skills skills
    required property Player player
    required property Live live
    required property Meetings meetings
    required property Guidance guidance
    required property Board board
    required property Entitle entitle
    required property ForGroup forGroup
    required property Takeaway takeaway
    required property Typing typing
    required property Visit visit

    readonly property bool covered: root.visit.sheet !== "" || root.asked
    readonly property bool settling: lull.running
    readonly property bool fading: root.visit.phase === "fading"
    readonly property bool asked: root.visit.phase === "asking"
    readonly property bool types: root.visit.sheet.endsWith("-words")
    readonly property bool wants: root.visit.sheet.startsWith("want-") && !root.types
    readonly property bool caring: root.visit.screen.startsWith("technician") || root.visit.screen === "touchTest"
    readonly property string page: root.caring ? root.visit.screen : root.station.outOfService || root.station.retired ? "out" : !root.station.known ? "starting" : root.station.boardOnly ? "board" : root.visit.screen

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
    // A technician tries the printer, and the voice.
    signal trialSlipWanted
    signal trialVoiceWanted
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

    Component { id: attractPage; Attract { station: root.station; board: root.board; browse: root.browse; visit: root.visit } }
    Component { id: homePage; Home { station: root.station; register: root.register; entitle: root.entitle; live: root.live; takeaway: root.takeaway; visit: root.visit } }
    Component { id: nearbyPage; Nearby { station: root.station; wanting: root.wanting; browse: root.browse; register: root.register; skills: root.skills; visit: root.visit } }
    Component { id: skillsPage; Abilities { station: root.station; skills: root.skills; visit: root.visit } }
    Component { id: skillJobsPage; SkillJobs { station: root.station; skills: root.skills; browse: root.browse; visit: root.visit } }
    Component { id: jobPage; Job { station: root.station; browse: root.browse; asking: root.asking; visit: root.visit } }
    Component { id: workPage; RegisterWork { station: root.station; register: root.register; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: timePage; RegisterTime { station: root.station; register: root.register; visit: root.visit } }
    Component { id: phonePage; RegisterPhone { station: root.station; register: root.register; number: root.number; visit: root.visit } }
    Component { id: receiptPage; Receipt { station: root.station; kept: root.kept; slip: root.slip; visit: root.visit; onSlipWanted: root.slipWanted() } }
    Component { id: helpPage; Help { station: root.station; board: root.board; asking: root.asking; visit: root.visit } }
    Component { id: goodbyePage; Goodbye {} }
    Component { id: groupsPage; Groups { station: root.station; forGroup: root.forGroup; visit: root.visit } }
    Component { id: lookupPage; FindReceipt { station: root.station; lookup: root.lookup; visit: root.visit } }
    Component { id: technicianPage; TechnicianDesk { station: root.station; checkup: root.checkup; technician: root.technician; slip: root.slip; visit: root.visit; onTrialSlipWanted: root.trialSlipWanted(); onTrialVoiceWanted: root.trialVoiceWanted() } }
    Component { id: touchTestPage; FiveTargets { touchTest: root.touchTest; visit: root.visit } }
    Component { id: technicianCodePage; TechnicianCode { station: root.station; checkup: root.checkup; visit: root.visit } }
    Component { id: trainingPage; Training { station: root.station; meetings: root.meetings; asking: root.asking; visit: root.visit } }
    Component { id: eventsPage; Events { station: root.station; meetings: root.meetings; visit: root.visit } }
    Component { id: meetingPage; Meeting { station: root.station; meetings: root.meetings; asking: root.asking; visit: root.visit } }
    Component { id: lessonsPage; Lessons { station: root.station; guidance: root.guidance; asking: root.asking; visit: root.visit } }
    Component { id: guidePage; GuideCards { station: root.station; guidance: root.guidance; asking: root.asking; visit: root.visit } }
    Component { id: askPage; Ask { station: root.station; asking: root.asking; number: root.number; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: byPhonePage; ByPhone { station: root.station; phoneFirst: root.phoneFirst; visit: root.visit } }
    Component { id: wishesPage; Wishes { station: root.station; board: root.board; asking: root.asking; visit: root.visit } }
    Component { id: subsidyPage; Subsidy { station: root.station; entitle: root.entitle; visit: root.visit } }
    Component { id: entitledPage; Entitled { station: root.station; entitle: root.entitle; visit: root.visit } }
    Component { id: policiesPage; Policies { station: root.station; entitle: root.entitle; visit: root.visit } }
    Component { id: policyPage; Policy { station: root.station; entitle: root.entitle; visit: root.visit } }
    Component { id: groupPage; Group { station: root.station; forGroup: root.forGroup; visit: root.visit } }
    Component { id: groupJobsPage; GroupJobs { station: root.station; forGroup: root.forGroup; browse: root.browse; visit: root.visit } }
    Component { id: groupPoliciesPage; Policies { station: root.station; entitle: root.entitle; lines: root.forGroup.policies; named: root.forGroup.view.title ?? ""; visit: root.visit } }
    Component { id: groupMeetingsPage; GroupMeetings { station: root.station; forGroup: root.forGroup; meetings: root.meetings; visit: root.visit } }
    Component { id: takeawayPage; TakeAway { station: root.station; takeaway: root.takeaway; slip: root.slip; visit: root.visit; onSlipWanted: root.slipWanted() } }
    Component { id: boardPage; DisplayBoard { station: root.station; board: root.board } }
    Component { id: livePage; Broadcasts { station: root.station; live: root.live; register: root.register; visit: root.visit } }
    Component { id: broadcastPage; Broadcast { station: root.station; live: root.live; browse: root.browse; visit: root.visit } }
    Component { id: watchPage; Watch { station: root.station; live: root.live; player: root.player; visit: root.visit } }
    Component { id: transcriptPage; Transcript { station: root.station; live: root.live; visit: root.visit } }
    Component { id: startingPage; OutOfService { station: root.station; visit: root.visit; starting: true } }
    Component { id: outPage; OutOfService { station: root.station; visit: root.visit } }
    Component { id: displaySheet; DisplaySheet { station: root.station; visit: root.visit } }
    Component { id: wantedSheet; WantedSheet { wanting: root.wanting; browse: root.browse; freeTime: root.freeTime; visit: root.visit } }
    Component { id: freeSheet; FreeSheet { freeTime: root.freeTime; visit: root.visit } }
    Component { id: wordsSheet; WordsSheet { typing: root.typing; wanting: root.wanting; visit: root.visit } }
    Component { id: answerSheet; AnswerSheet { typing: root.typing; asking: root.asking; visit: root.visit } }
    Component { id: keysSheet; KeysSheet { wanting: root.wanting; skills: root.skills; visit: root.visit } }
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
        case "want-free": return freeSheet
        case "ask-words": return answerSheet
        case "want-keys": return keysSheet
        default: return name.startsWith("want-") ? wantedSheet : leaveSheet
        }
    }
    function pageOf(name: string): Component {
        switch (name) {
        case "home": return homePage
        case "nearby": return nearbyPage
        case "skills": return skillsPage
        case "skillJobs": return skillJobsPage
        case "job": return jobPage
        case "register": return [workPage, timePage, phonePage][root.register.step]
        case "receipt": return receiptPage
        case "help": return helpPage
        case "goodbye": return goodbyePage
        case "groups": return groupsPage
        case "training": return trainingPage
        case "events": return eventsPage
        case "course":
        case "event": return meetingPage
        case "guidance": return lessonsPage
        case "guide": return guidePage
        case "ask": return askPage
        case "phone": return byPhonePage
        case "lookup": return lookupPage
        case "technician": return technicianPage
        case "technicianCode": return technicianCodePage
        case "touchTest": return touchTestPage
        case "wishes": return wishesPage
        case "board": return boardPage
        case "subsidy": return subsidyPage
        case "entitled": return entitledPage
        case "policies": return policiesPage
        case "policy": return policyPage
        case "group": return groupPage
        case "groupJobs": return groupJobsPage
        case "groupPolicies": return groupPoliciesPage
        case "groupMeetings": return groupMeetingsPage
        case "takeaway": return takeawayPage
        case "live": return livePage
        case "broadcast": return broadcastPage
        case "watch": return watchPage
        case "transcript": return transcriptPage
        case "starting": return startingPage
        case "out": return outPage
        default: return attractPage
        }
    }
}
