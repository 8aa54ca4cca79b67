pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// 我能领什么: one question a page by pictures, each of which may be left unanswered.
Frame {
    id: page

    required property Entitle entitle
    readonly property list<string> passing: ["unknown", "unsaid"]
    readonly property var answers: page.entitle.options.filter(one => !page.passing.includes(one.key))
    readonly property var leaving: page.entitle.options.filter(one => page.passing.includes(one.key))

    headHeight: words.height
    head: [
        Column {
            id: words
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 8)
            width: parent.width - 2 * x
            bottomPadding: Theme.px(20)
            Words {
                visible: !Theme.large
                width: parent.width
                text: page.entitle.step === 0 ? qsTr("点几下就知道，不记您是谁") : qsTr("第 %1 个问题，一般问 5 个左右").arg(page.entitle.step + 1)
                size: Theme.display(38)
                strong: true
            }
            Words {
                objectName: "asked"
                width: parent.width
                text: page.entitle.asked
                size: Theme.display(page.side ? 62 : 70)
                strong: true
            }
            Words {
                visible: text !== "" && !(Theme.large && !page.side)
                width: parent.width
                text: page.entitle.how
                size: Theme.text(38)
                color: Theme.ink2
            }
        },
        PressButton {
            objectName: "policies"
            visible: page.side && page.entitle.step === 0
            x: Theme.margin
            y: parent.height - height - Theme.px(20)
            width: parent.width - 2 * x
            height: Math.max(Theme.px(120), implicitHeight)
            name: qsTr("直接看全部政策")
            icon: "checklist"
            look: "outline"
            size: Theme.display(42)
            onTriggered: page.toPolicies()
        }
    ]

    ChoiceRows {
        width: parent.width
        height: foot.y - (Theme.large && Theme.landscape ? Theme.tight : Theme.gap)
        firstTouch: Theme.topReach - page.bodyTop
        across: Theme.large && !Theme.landscape ? 1 : Theme.landscape && Theme.textScale < 1.1 ? 3 : 2
        flat: !Theme.landscape || Theme.textScale > 1.1
        most: Theme.px(210)
        chosen: []
        entries: page.answers
        onPicked: key => page.entitle.choose(key)
    }
    Row {
        id: foot
        readonly property bool all: page.entitle.step === 0 && !page.side && !Theme.large
        readonly property int keys: page.leaving.length + (foot.all ? 1 : 0)
        property real tallest: 0
        readonly property real each: (width - (foot.keys - 1) * spacing) / foot.keys

        visible: page.leaving.length > 0
        width: parent.width
        height: Math.max(Theme.px(Theme.large && !Theme.landscape ? 150 : 110), foot.tallest)
        anchors.bottom: parent.bottom
        spacing: Theme.gap

        PressButton {
            objectName: "policies"
            visible: foot.all
            width: foot.each
            height: foot.height
            name: qsTr("看全部政策")
            look: "outline"
            padding: Theme.px(10)
            size: Theme.text(40)
            onTriggered: page.toPolicies()
        }
        Repeater {
            model: page.leaving
            delegate: PressButton {
                id: leave
                required property var modelData
                objectName: leave.modelData.key
                width: foot.each
                height: foot.height
                name: leave.modelData.name
                look: "outline"
                padding: Theme.px(10)
                size: Theme.display(42)
                onImplicitHeightChanged: foot.tallest = Math.max(...Array.from(foot.children).map(item => item.implicitHeight))
                onTriggered: page.entitle.choose(leave.modelData.key)
            }
        }
    }

    Connections {
        target: page.entitle
        function onSettled() { page.visit.go("entitled") }
    }

    function toPolicies(): void {
        page.entitle.showPolicies()
        page.visit.go("policies")
    }
}
