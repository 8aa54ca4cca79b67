pragma ComponentBehavior: Bound
import QtQuick

// A receipt number: what is typed of it, and its thirty signs to touch.
PagedColumn {
    id: pad

    required property string typed
    required property list<string> keys
    readonly property int across: Theme.landscape ? 10 : 6
    readonly property real gap: Math.max(Theme.tight, 2.6 * Theme.pxPerMm)

    signal pressed(sign: string)

    Block {
        implicitHeight: field.height
        Rectangle {
            id: field
            width: parent.width
            height: shown.height + Theme.px(24)
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.px(6)
            border.color: Theme.lake
            Words {
                id: shown
                objectName: "signs"
                hushed: true
                anchors.centerIn: parent
                text: pad.typed.split("").join(" ")
                size: Math.min(Theme.display(76), pad.width / 9)
                strong: true
                wrapMode: Text.NoWrap
            }
        }
    }
    Block {
        touchable: true
        stretch: true
        most: Theme.px(1000)
        implicitHeight: Math.ceil(pad.keys.length / pad.across) * (Theme.touch + Theme.foot + pad.gap) - pad.gap
        Grid {
            id: grid
            columns: pad.across
            spacing: pad.gap
            Repeater {
                model: pad.keys
                delegate: PressButton {
                    id: key

                    required property string modelData

                    objectName: "sign" + key.modelData
                    width: (pad.width - (pad.across - 1) * pad.gap) / pad.across
                    height: (grid.parent.height - (Math.ceil(pad.keys.length / pad.across) - 1) * pad.gap) / Math.ceil(pad.keys.length / pad.across)
                    padding: Theme.px(4)
                    corner: Theme.px(24)
                    name: key.modelData
                    size: Math.floor(Math.min(Theme.display(64), key.width * 0.6, key.height * 0.6))
                    onTriggered: pad.pressed(key.modelData)
                }
            }
        }
    }
}
