pragma ComponentBehavior: Bound
import QtQuick

// What one can do alone.
Column {
    id: tips

    readonly property var entries: [
        { icon: "text-size", title: qsTr("字太小？点下面“看得清”"), note: qsTr("字能放大，颜色能换") },
        { icon: "qr", title: qsTr("不会扫码？抄下电话也行"), note: qsTr("岗位那一页写着电话") },
        { icon: "privacy", title: qsTr("走之前点“离开并清除”"), note: qsTr("按过的都会擦掉") }
    ]

    spacing: Theme.px(20)

    Repeater {
        model: tips.entries
        delegate: Fact {
            id: tip
            required property var modelData
            width: tips.width
            icon: tip.modelData.icon
            title: tip.modelData.title
            note: tip.modelData.note
        }
    }
}
