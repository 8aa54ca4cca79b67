pragma ComponentBehavior: Bound
import QtQuick

// Ten digits, and two ways to take digits back.
Item {
    id: pad

    readonly property real gap: Theme.px(Theme.landscape ? 12 : 18)

    signal digit(digit: string)
    signal erase
    signal restart

    Grid {
        columns: 3
        columnSpacing: Theme.px(22)
        rowSpacing: pad.gap

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "restart", "0", "erase"]
            delegate: PressButton {
                id: key

                required property string modelData
                readonly property bool numeral: key.modelData.length === 1

                // Never read out: others would hear the number. They lie as on every telephone.
                readonly property bool hushed: key.numeral
                objectName: "key" + key.modelData
                width: (pad.width - 2 * Theme.px(22)) / 3
                height: (pad.height - 3 * pad.gap) / 4
                padding: Theme.px(10)
                name: key.numeral ? key.modelData : key.modelData === "erase" ? qsTr("删一位") : qsTr("重新按")
                icon: key.numeral ? "" : key.modelData === "erase" ? "backspace" : "restart"
                size: Math.min(key.numeral ? Theme.text(78) : Theme.display(42), key.height * (key.numeral ? 0.62 : 0.5))
                onTriggered: {
                    if (key.numeral)
                        pad.digit(key.modelData)
                    else if (key.modelData === "erase")
                        pad.erase()
                    else
                        pad.restart()
                }
            }
        }
    }
}
