import QtQuick
import Kiosk.Bridge

// A page: the bar above, a head that is only looked at, what is touched, and the bar below.
// When the panel lies the head is a column on the left.
Item {
    id: frame

    required property Station station
    required property Visit visit
    property bool hero: false
    property bool atHome: false
    property bool headed: true
    property real headWidth: Theme.px(720)
    property real headHeight: headBox.childrenRect.height
    readonly property bool side: Theme.landscape && frame.headed
    default property alias body: bodyBox.data
    property alias head: headBox.data
    readonly property real bodyTop: bodyBox.y

    Rectangle {
        id: ground
        visible: frame.headed
        width: frame.side ? frame.headWidth : frame.width
        height: frame.side ? frame.height : headBox.y + headBox.height
        gradient: frame.hero ? depth : null
        color: frame.side && Theme.plain ? "#F2ECDF" : Theme.ground

        Rectangle {
            visible: !Theme.plain && !frame.side && frame.hero
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.edge
            color: Theme.line
        }
        Rectangle {
            visible: !Theme.plain && frame.side
            anchors.right: parent.right
            width: Theme.edge
            height: parent.height
            color: Theme.line
        }
    }
    Gradient {
        id: depth
        GradientStop { position: 0; color: Theme.heroTop }
        GradientStop { position: 1; color: Theme.heroEnd }
    }

    TopBar {
        id: nameBar
        width: frame.side ? frame.headWidth : frame.width
        station: frame.station
        hero: frame.hero && frame.headed
        timed: !frame.side
    }
    TopBar {
        id: timeBar
        visible: frame.side
        x: frame.headWidth
        width: frame.width - x
        station: frame.station
        named: false
    }
    Item {
        id: headBox
        y: nameBar.height
        width: frame.side ? frame.headWidth : frame.width
        height: !frame.headed ? 0 : frame.side ? frame.height - y : frame.headHeight
    }
    Item {
        id: bodyBox
        x: frame.side ? frame.headWidth + Theme.margin : Theme.margin
        y: frame.side ? timeBar.height : headBox.y + headBox.height + (frame.hero && frame.headed ? Theme.gap : 0)
        width: frame.width - x - Theme.margin
        height: bottom.y - y - Theme.tight
    }
    BottomBar {
        id: bottom
        x: frame.side ? frame.headWidth : 0
        width: frame.width - x
        anchors.bottom: parent.bottom
        station: frame.station
        visit: frame.visit
        atHome: frame.atHome
    }
}
