import QtQuick

// Something to press. It acts when the finger lifts inside it or 3 mm around it; a second tap within 350 ms is not heard.
FocusScope {
    id: press

    required property string name
    property int role: Accessible.Button
    property bool checked: false
    property bool touchable: true
    readonly property bool down: area.pressed && press.isNear(area.mouseX, area.mouseY)
    readonly property bool resting: lull.running
    // The finger came down on what was there before.
    property bool late: false
    property real ringRadius: Theme.radius

    signal triggered

    activeFocusOnTab: press.enabled
    Accessible.role: press.role
    Accessible.name: press.name
    Accessible.focusable: true
    Accessible.focused: press.activeFocus
    Accessible.checkable: press.role === Accessible.CheckBox || press.role === Accessible.RadioButton
    Accessible.checked: press.checked
    Accessible.onPressAction: press.trigger()

    Keys.onPressed: event => {
        event.accepted = true
        if (event.isAutoRepeat)
            return
        if ([Qt.Key_Return, Qt.Key_Enter, Qt.Key_Space, Qt.Key_Select].includes(event.key))
            press.trigger()
        else if (event.key === Qt.Key_Down || event.key === Qt.Key_Right)
            press.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
        else if (event.key === Qt.Key_Up || event.key === Qt.Key_Left)
            press.nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
        else
            event.accepted = false
    }

    MouseArea {
        id: area
        anchors.fill: parent
        preventStealing: true
        onPressed: press.late = Theme.settling
        onReleased: mouse => {
            if (!press.late && press.isNear(mouse.x, mouse.y))
                press.trigger()
        }
    }

    Timer { id: lull; interval: Theme.doubleTapMs }

    // The focus: amber with a dark line on either side, shown only to somebody who uses keys.
    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.px(8)
        z: 1
        visible: press.activeFocus && Theme.byKeyboard
        color: "transparent"
        radius: press.ringRadius + Theme.px(8)
        border.width: Theme.px(12)
        border.color: Theme.ringDark

        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.px(2)
            color: "transparent"
            radius: parent.radius - Theme.px(2)
            border.width: Theme.px(8)
            border.color: Theme.ring
        }
    }

    function isNear(x: real, y: real): bool {
        return x >= -Theme.slop && y >= -Theme.slop && x <= press.width + Theme.slop && y <= press.height + Theme.slop
    }
    function trigger(): void {
        if (lull.running || Theme.settling || !press.enabled)
            return
        lull.restart()
        press.triggered()
        if (press.role !== Accessible.Button)
            Theme.toggled()
    }
}
