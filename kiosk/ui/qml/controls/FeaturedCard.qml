pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// One real job after another; each can be touched.
Item {
    id: deck

    required property Station station
    property int place: 0
    property string currentId: ""

    signal chosen(id: string)

    visible: deck.station.featuredCount > 0
    implicitHeight: visible ? Math.max(Theme.px(220), tallest.height) : 0

    Timer {
        running: deck.station.featuredCount > 1
        interval: Theme.featureMs
        repeat: true
        onTriggered: deck.place = (deck.place + 1) % deck.station.featuredCount
    }
    Connections {
        target: deck.station
        function onOverviewChanged() { deck.place = 0 }
    }

    Item {
        id: tallest
        width: parent.width
        height: cards.children.length > 0 ? Math.max(...Array.from(cards.children).map(card => card.implicitHeight)) : 0
    }
    Item {
        id: cards
        anchors.fill: parent

        Repeater {
            model: deck.station.featured
            delegate: JobCard {
                id: card

                required property int index
                required property string key

                objectName: "featured"
                width: cards.width
                height: cards.height
                visible: card.index === deck.place
                enabled: visible
                onVisibleChanged: if (visible) deck.currentId = card.key
                Component.onCompleted: if (card.index === deck.place) deck.currentId = card.key
                onTriggered: deck.chosen(card.key)
            }
        }
    }
}
