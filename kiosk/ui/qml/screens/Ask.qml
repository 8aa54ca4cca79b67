pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// One question before something is sent: by pictures, by 同意 and 不同意, by digits or by typing.
Frame {
    id: page

    required property Asking asking
    required property Number number
    required property PhoneFirst phoneFirst
    readonly property bool byNumber: page.asking.sort === "number"
    // A touch on one of these sends it, so who gets it is said before.
    readonly property bool sending: page.asking.sort === "choice" && page.asking.last
    // Beside the question, if it has room there.
    readonly property bool noted: (page.byNumber || page.sending) && page.side && question.height + beside.height < page.height - Theme.px(160)

    headHeight: question.height
    head: [
        Column {
            id: question
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 8)
            width: parent.width - 2 * x
            bottomPadding: Theme.px(20)
            Words {
                visible: page.asking.steps > 1 && !(page.side && Theme.large)
                width: parent.width
                text: qsTr("第 %1 步，共 %2 步").arg(page.asking.step + 1).arg(page.asking.steps)
                size: Theme.display(38)
                strong: true
            }
            Words {
                objectName: "asked"
                width: parent.width
                text: page.asking.asked
                size: Theme.display(page.side ? 62 : 70)
                strong: true
            }
            Words {
                width: parent.width
                visible: text !== "" && !Theme.large
                text: page.station.demo && ["call", "apply", "sign-up"].includes(page.asking.flow) ? qsTr("示例岗位，不会有人打给您") : page.asking.how
                size: Theme.text(38)
                color: Theme.ink2
            }
        },
        Column {
            visible: page.noted
            x: Theme.margin
            y: question.height + Theme.px(20)
            width: parent.width - 2 * x
            PrivacyNote { id: beside; width: parent.width; told: page.asking.notice }
        }
    ]

    Loader {
        anchors.fill: parent
        sourceComponent: page.byNumber ? digits : page.asking.sort === "consent" ? consent : page.asking.sort === "words" ? typed : pictures
    }

    Component {
        id: pictures
        Item {
            ChoiceRows {
                width: parent.width
                height: (problem.visible ? problem.y : below.visible ? below.y : parent.height) - (problem.visible || below.visible ? Theme.gap : 0)
                firstTouch: Theme.topReach - page.bodyTop
                across: page.asking.sort === "choices" ? (Theme.large ? 2 : page.side ? 4 : 3) : Theme.large ? 1 : 2
                flat: page.asking.sort !== "choices"
                most: Theme.px(250)
                chosen: page.asking.chosen
                entries: page.asking.options
                onPicked: key => page.asking.choose(key)
            }
            Problem {
                id: problem
                visible: page.asking.problem !== ""
                width: parent.width
                anchors.bottom: below.visible ? below.top : parent.bottom
                anchors.bottomMargin: below.visible ? Theme.gap : 0
                text: page.asking.problem
            }
            Item {
                id: below
                readonly property bool told: page.sending && !page.noted
                visible: page.asking.sort === "choices" || below.told
                width: parent.width
                height: below.told ? note.implicitHeight : foot.implicitHeight
                anchors.bottom: parent.bottom
                StepFoot {
                    id: foot
                    visible: page.asking.sort === "choices"
                    width: parent.width
                    height: implicitHeight
                    ready: page.asking.chosen.length > 0
                    other: page.station.phones && page.asking.form !== "" ? qsTr("用手机填") : ""
                    onOtherwise: page.toPhone()
                    onDone: page.asking.next()
                }
                PrivacyNote {
                    id: note
                    visible: below.told
                    width: parent.width
                    told: page.asking.notice
                }
            }
        }
    }

    Component {
        id: digits
        NumberEntry {
            firstTouch: Theme.topReach - page.bodyTop
            number: page.number
            told: page.asking.notice
            problem: page.asking.problem
            busy: page.asking.busy
            side: page.side
            noted: page.noted
            otherwise: page.station.phones && page.asking.form !== "" ? qsTr("用手机填") : ""
            otherIcon: "qr"
            doing: page.asking.doing
            doingIcon: page.asking.icon
            onSubmitted: page.asking.submit()
            onOther: page.toPhone()
        }
    }

    Component {
        id: consent
        PagedColumn {
            firstTouch: Theme.topReach - page.bodyTop
            centred: page.side

            Block {
                implicitHeight: told.height
                PrivacyNote { id: told; width: parent.width; told: page.asking.notice }
            }
            Block {
                implicitHeight: without.height
                Words {
                    id: without
                    width: parent.width
                    text: qsTr("不同意也行：可以请社区的人打给您")
                    size: Theme.text(38)
                    color: Theme.ink2
                }
            }
            Block { stretch: true }
            Block {
                id: both
                touchable: true
                // One as large as the other, and neither is chosen beforehand.
                implicitHeight: Math.max(Theme.px(190), no.implicitHeight, yes.implicitHeight)
                PressButton {
                    id: no
                    objectName: "declined"
                    width: (parent.width - Theme.gap) / 2
                    height: parent.height
                    name: qsTr("不同意")
                    icon: "close"
                    look: "outline"
                    size: Theme.display(56)
                    onTriggered: page.visit.back()
                }
                PressButton {
                    id: yes
                    objectName: "agreed"
                    x: no.width + Theme.gap
                    width: no.width
                    height: parent.height
                    name: qsTr("同意")
                    icon: "check"
                    look: "outline"
                    size: Theme.display(56)
                    onTriggered: page.asking.choose("agreed")
                }
            }
        }
    }

    Component {
        id: typed
        PagedColumn {
            firstTouch: Theme.topReach - page.bodyTop
            centred: page.side

            Block {
                touchable: true
                implicitHeight: Math.max(Theme.px(170), write.implicitHeight)
                PressButton {
                    id: write
                    objectName: "write"
                    anchors.fill: parent
                    name: page.asking.words === "" ? qsTr("点这里打字") : page.asking.words
                    icon: "edit"
                    look: "card"
                    size: Theme.text(48)
                    onTriggered: page.visit.openSheet("ask-words")
                }
            }
            Block {
                wanted: page.asking.problem !== ""
                implicitHeight: wrong.height
                Problem {
                    id: wrong
                    objectName: "problem"
                    width: parent.width
                    height: implicitHeight
                    text: page.asking.problem
                }
            }
            Block {
                wanted: page.asking.last
                implicitHeight: told.height
                PrivacyNote { id: told; width: parent.width; told: page.asking.notice }
            }
            Block { stretch: true }
            Block {
                touchable: true
                wanted: page.asking.words !== ""
                implicitHeight: Math.max(Theme.px(150), on.implicitHeight)
                PressButton {
                    id: on
                    objectName: "next"
                    anchors.fill: parent
                    name: page.asking.busy ? qsTr("正在存…") : page.asking.last ? page.asking.doing : qsTr("下一步")
                    icon: page.asking.last ? page.asking.icon : "forward"
                    iconLast: !page.asking.last
                    look: "primary"
                    size: Theme.display(56)
                    onTriggered: page.asking.next()
                }
            }
        }
    }

    // Who is asked for words wants to type them.
    function type(): void {
        if (page.asking.sort === "words" && page.asking.words === "")
            page.visit.openSheet("ask-words")
    }
    Component.onCompleted: page.type()
    Connections {
        target: page.asking
        function onStepped() { page.type() }
    }

    function toPhone(): void {
        page.phoneFirst.begin(page.asking.form, page.asking.about)
        page.visit.go("phone")
    }
}
