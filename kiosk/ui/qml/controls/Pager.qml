import QtQuick

// 上一页, where one is, 下一页.
Item {
    id: pager

    property int page: 1
    property int pages: 1
    property bool hasPrevious: false
    property bool hasNext: false

    signal previous
    signal next

    implicitHeight: Math.max(before.implicitHeight, after.implicitHeight)

    PressButton {
        id: before
        objectName: "previousPage"
        name: qsTr("上一页")
        icon: "chevron-left"
        look: "outline"
        size: Theme.display(40)
        width: Math.round(pager.width * 0.36)
        height: pager.height
        visible: pager.hasPrevious
        onTriggered: pager.previous()
    }
    Words {
        anchors.centerIn: parent
        text: qsTr("%1 / %2 页").arg(pager.page).arg(pager.pages)
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
        width: Math.round(pager.width * 0.36)
        height: pager.height
        visible: pager.hasNext
        onTriggered: pager.next()
    }
}
