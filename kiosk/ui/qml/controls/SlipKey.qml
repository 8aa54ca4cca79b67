import QtQuick
import Kiosk.Bridge

// Puts what a page shows on paper, and says how far that has come; the printer holds up nothing.
PressButton {
    id: key

    required property Slip slip

    // Somebody wants it on paper.
    signal wanted

    objectName: "slip"
    name: key.said[key.slip.state]
    icon: key.slip.state === "printed" ? "check" : key.slip.state === "failed" ? "error" : "print"
    onTriggered: {
        if (key.slip.state === "" || key.slip.state === "failed")
            key.wanted()
    }

    readonly property var said: ({
        "": qsTr("打一张带走"),
        printing: qsTr("正在打…"),
        printed: qsTr("打好了"),
        failed: qsTr("没打出来，再试")
    })
}
