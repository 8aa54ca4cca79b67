pragma ComponentBehavior: Bound
import QtQuick

// What can be done about a station: everything for who was let in, else only looking.
Block {
    id: block

    required property bool allowed
    readonly property int across: Theme.large && !Theme.landscape ? 2 : 3
    readonly property real keyHeight: Math.max(Theme.touch + Theme.foot, ...Array.from({ length: keys.count }, (_, at) => (keys.itemAt(at) as Press)?.implicitHeight ?? 0))
    readonly property list<var> deeds: [
        { id: "takeIn", name: qsTr("U 盘导入"), icon: "usb" },
        { id: "takeOut", name: qsTr("U 盘带走"), icon: "export" },
        { id: "exchange", name: qsTr("连中心"), icon: "online" },
        { id: "trialSlip", name: qsTr("打测试条"), icon: "print" },
        { id: "trialVoice", name: qsTr("试声音"), icon: "speak" },
        { id: "touchTest", name: qsTr("试触摸"), icon: "touch" },
        { id: "anew", name: qsTr("重新开始"), icon: "restart" },
        { id: "code", name: qsTr("存到手机"), icon: "qr" },
        { id: "again", name: qsTr("再看一遍"), icon: "update" }
    ]

    signal wantedDeed(deed: string)

    touchable: true
    implicitHeight: Math.ceil(keys.count / block.across) * (block.keyHeight + Theme.tight)

    Grid {
        columns: block.across
        columnSpacing: Theme.tight
        rowSpacing: Theme.tight
        Repeater {
            id: keys
            model: block.allowed ? block.deeds : block.deeds.slice(-2)
            delegate: PressButton {
                id: key
                required property var modelData
                objectName: key.modelData.id
                width: (block.width - (block.across - 1) * Theme.tight) / block.across
                height: block.keyHeight
                padding: Theme.px(10)
                name: key.modelData.name
                icon: key.modelData.icon
                look: "outline"
                size: Theme.display(36)
                onTriggered: block.wantedDeed(key.modelData.id)
            }
        }
    }
}
