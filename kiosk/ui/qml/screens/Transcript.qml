pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What is said in a recording, to read page by page.
Frame {
    id: page

    required property Live live

    headWidth: Theme.px(Theme.large ? 560 : 720)
    headHeight: words.height
    head: [
        PageHead {
            id: words
            side: page.side
            icon: "simple"
            colour: "berry"
            size: 56
            title: page.live.title
            note: qsTr("录像里讲的话")
        }
    ]

    PagedColumn {
        objectName: "transcript"
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop

        Repeater {
            model: page.live.text
            delegate: Block {
                id: part
                required property string modelData
                implicitHeight: told.height
                Words {
                    id: told
                    width: parent.width
                    text: part.modelData
                    size: Theme.text(40)
                }
            }
        }
    }
}
