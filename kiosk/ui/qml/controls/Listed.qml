pragma ComponentBehavior: Bound
import QtQuick

// Short things one after the other, with a dot between; a line breaks only where one of them ends.
Flow {
    id: listed

    required property list<string> texts
    property real size: Theme.body
    property bool strong: false
    property color ink: Theme.ink

    Repeater {
        model: listed.texts
        delegate: Words {
            id: one
            required property string modelData
            required property int index
            width: Math.min(implicitWidth, listed.width)
            text: one.index < listed.texts.length - 1 ? qsTr("%1 · ").arg(one.modelData) : one.modelData
            size: listed.size
            strong: listed.strong
            color: listed.ink
        }
    }
}
