pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge

// One real job after another; each can be touched.
Item {
    id: deck

    required property Station station
    property int place: 0
    property string currentId: ""
    // Only looked at.
    property bool resting: false

    signal chosen(id: string)

    visible: deck.station.featuredCount > 0
    implicitHeight: visible ? Math.max(Theme.px(220), tallest.implicitHeight) : 0

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

    // As high as a card can get, so that nothing moves from one to the next.
    JobCard {
        id: tallest
        visible: false
        width: deck.width
        kind: ""
        title: qsTr("养老院护理员白班")
        way: qsTr("走路 25 分钟")
        where: qsTr("珍珠园菜场旁边")
        amount: "4,800–5,500"
        unit: qsTr("元 / 月")
        tags: [" "]
        confirmed: " "
    }
    Item {
        id: cards
        anchors.fill: parent

        // Only the card that is shown is built: building twelve takes longer than a frame.
        Repeater {
            model: deck.station.featured
            delegate: Loader {
                id: slot

                required property int index
                required property string key
                required property string kind
                required property string title
                required property string way
                required property string where
                required property string amount
                required property string unit
                required property list<string> tags
                required property string confirmed

                active: slot.index === deck.place
                onLoaded: deck.currentId = slot.key
                sourceComponent: JobCard {
                    objectName: "featured"
                    enabled: !deck.resting
                    width: cards.width
                    height: cards.height
                    kind: slot.kind
                    title: slot.title
                    way: slot.way
                    where: slot.where
                    amount: slot.amount
                    unit: slot.unit
                    tags: slot.tags
                    confirmed: slot.confirmed
                    onTriggered: deck.chosen(slot.key)
                }
            }
        }
    }
}
