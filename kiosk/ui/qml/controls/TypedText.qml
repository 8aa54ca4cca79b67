import QtQuick
import Kiosk.Bridge

// What is typed so far, with a caret after it. The letters grow smaller as it grows longer, so all of it is seen.
Rectangle {
    id: field
    objectName: "field"

    required property Typing typing
    property string hint: ""
    readonly property string text: field.typing.text
    readonly property real room: field.width - 2 * Theme.px(32)
    readonly property real size: field.fitting(field.text.length)

    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.px(6)
    border.color: Theme.lake
    Accessible.role: Accessible.StaticText
    Accessible.name: field.text === "" ? qsTr("还没打字") : qsTr("打好了：%1").arg(field.text)

    Words {
        id: typed
        objectName: "typed"
        x: Theme.px(32)
        anchors.verticalCenter: parent.verticalCenter
        width: field.room
        text: field.text
        size: field.size
        strong: true
        wrapMode: Text.WrapAnywhere
        onLineLaidOut: line => {
            if (line.isLast) {
                caret.along = line.implicitWidth
                caret.down = line.y
            }
        }
    }
    Rectangle {
        id: caret

        property real along: 0
        property real down: 0

        x: typed.x + Theme.px(4) + (field.text === "" ? 0 : Math.min(caret.along, field.room + Theme.px(8)))
        y: typed.y + (field.text === "" ? 0 : caret.down) + (typed.lineHeight - height) / 2
        width: Theme.px(6)
        height: field.size * 1.1
        color: Theme.lake
    }
    Words {
        visible: !field.typing.busy
        x: typed.x + Theme.px(28)
        anchors.verticalCenter: parent.verticalCenter
        width: field.room - Theme.px(28)
        text: field.hint
        size: Theme.display(38)
        color: Theme.ink2
    }

    function fitting(signs: int): real {
        for (const size of [64, 54, 46, 40, 34].map(Theme.display)) {
            const lines = Math.ceil((signs + 1) / Math.max(1, Math.floor(field.room / size)))
            if (lines * Math.round(size * Theme.lineHeight) <= field.height - Theme.px(24))
                return size
        }
        return Theme.px(34)
    }
}
