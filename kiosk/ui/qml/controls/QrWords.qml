import QtQuick

// What stands beside a QR code: what to do with it, and what it does not do.
Column {
    id: words

    required property string title
    property string note: ""
    property string promise: ""
    property bool promised: true
    readonly property real whole: heading.height + remark.height + vow.height
    // How high they are together, whether they show or not.
    readonly property real wish: heading.height + (words.note === "" ? 0 : remark.height + words.spacing)
                                 + (words.promise === "" || !words.promised ? 0 : vow.height + words.spacing)

    spacing: Theme.px(20)

    Words {
        id: heading
        width: parent.width
        text: words.title
        size: Theme.display(50)
        strong: true
    }
    Words {
        id: remark
        visible: words.note !== ""
        width: parent.width
        text: words.note
        size: Theme.display(36)
    }
    Item {
        visible: words.promise !== "" && words.promised
        width: parent.width
        height: visible ? vow.height : 0
        Icon {
            id: lock
            name: "lock"
            side: Theme.display(40)
            colour: Theme.lake
        }
        Words {
            id: vow
            x: lock.width + Theme.px(14)
            width: parent.width - x
            text: words.promise
            size: Theme.display(34)
            strong: true
            color: Theme.lake
        }
    }
}
