import QtQuick

// 上一页, where one is, 下一页.
Item {
    id: pager

    property int page: 1
    property int pages: 1
    property bool more: false // there are further pages that cannot be turned to
    property bool hasPrevious: false
    property bool hasNext: false

    signal previous
    signal next

    readonly property real keyWidth: Math.round(Math.min(pager.width * 0.36, (pager.width - place.implicitWidth) / 2 - Theme.px(20)))

    implicitHeight: Math.max(before.implicitHeight, after.implicitHeight)

    PressButton {
        id: before
        objectName: "previousPage"
        name: qsTr("上一页")
        icon: "chevron-left"
        look: "outline"
        size: Theme.display(40)
        width: pager.keyWidth
        padding: Theme.px(14)
        height: pager.height
        visible: pager.hasPrevious
        onTriggered: pager.previous()
    }
    Words {
        id: place
        anchors.centerIn: parent
        text: (pager.more ? qsTr("%1 / %2+ 页") : qsTr("%1 / %2 页")).arg(pager.page).arg(pager.pages)
        size: Theme.display(38)
        strong: true
    }
    PressButton {
        id: after
        objectName: "nextPage"
        name: qsTr("下一页")
        icon: "chevron-right"
        iconLast: true
        look: "outline"
        size: Theme.display(40)
        anchors.right: parent.right
        width: pager.keyWidth
        padding: Theme.px(14)
        height: pager.height
        visible: pager.hasNext
        onTriggered: pager.next()
    }
}
