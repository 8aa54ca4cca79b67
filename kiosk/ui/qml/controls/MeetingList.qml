pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// Courses or events, as many on a leaf as there is room for; the leaf that was open is open again.
PagedColumn {
    id: list

    required property Meetings meetings
    // ``course`` or ``event``.
    required property string offer
    property bool kept: false

    signal chosen(key: string)

    spacing: Theme.px(16)

    Repeater {
        model: list.offer === "course" ? list.meetings.courses : list.meetings.events
        delegate: Block {
            id: row

            required property int index
            required property string key
            required property string kind
            required property string icon
            required property string colour
            required property string title
            required property string when
            required property string way
            required property string where
            required property list<string> tags
            required property string remark

            touchable: true
            implicitHeight: Math.max(Theme.touch, card.implicitHeight)

            MeetingCard {
                id: card
                objectName: list.offer + row.index
                anchors.fill: parent
                kind: row.kind
                icon: row.icon
                colour: row.colour
                title: row.title
                when: row.when
                way: row.way
                where: row.where
                tags: row.tags
                remark: row.remark
                onTriggered: list.chosen(row.key)
            }
        }
    }

    onPageChanged: {
        if (list.kept)
            list.meetings.keepLeaf(list.offer, list.page)
        Qt.callLater(list.takeFocus)
    }
    Component.onCompleted: {
        list.arrange()
        list.page = list.meetings.leafOf(list.offer)
        list.arrange()
        list.kept = true
    }

    // What had the focus may be on the leaf before: then the next key begins with the first that is here.
    function takeFocus(): void {
        const here = list.Window.activeFocusItem
        if (here !== null && !here.visible)
            list.forceActiveFocus()
    }
}
