import QtQuick

// Below a question: skip it, or go on.
Item {
    id: foot

    property string skip: ""
    property bool ready: true
    // Another way, offered as long as nothing is chosen.
    property string other: ""

    signal skipped
    signal otherwise
    signal done

    implicitHeight: Math.max(Theme.px(150), over.visible ? over.implicitHeight : 0, on.implicitHeight)

    PressButton {
        id: over
        objectName: "skip"
        visible: foot.skip !== ""
        name: foot.skip.replace("\n", "")
        label: foot.skip
        look: "outline"
        size: Theme.display(42)
        width: Math.round((parent.width - 2 * Theme.gap) / 3)
        height: parent.height
        onTriggered: foot.skipped()
    }
    PressButton {
        objectName: "byPhone"
        visible: foot.other !== "" && !foot.ready
        x: on.x
        width: on.width
        height: parent.height
        name: foot.other
        icon: "qr"
        look: "outline"
        size: Theme.display(48)
        onTriggered: foot.otherwise()
    }
    PressButton {
        id: on
        objectName: "next"
        visible: foot.ready
        x: over.visible ? over.width + Theme.gap : 0
        width: parent.width - x
        height: parent.height
        name: qsTr("选好了，下一步")
        label: Theme.large ? qsTr("下一步") : on.name
        icon: "forward"
        iconLast: true
        look: "primary"
        size: Theme.display(56)
        onTriggered: foot.done()
    }
}
