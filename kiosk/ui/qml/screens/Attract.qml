pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Bridge
import "../controls"

// What people see who walk past: how much work there is, one real job, and where to touch.
Rectangle {
    id: page

    required property Station station
    required property Board board
    required property Browse browse
    required property Visit visit
    readonly property bool side: Theme.landscape
    readonly property int count: page.station.near > 0 ? page.station.near : page.station.total
    readonly property real column: page.side ? Theme.px(1040) : page.width - 2 * Theme.margin

    gradient: Gradient {
        GradientStop { position: 0; color: Theme.heroTop }
        GradientStop { position: 1; color: Theme.heroEnd }
    }

    TopBar {
        id: bar
        width: page.width
        station: page.station
        hero: true
    }

    CaretakerCorner { visit: page.visit; height: bar.height }

    Radar {
        id: radar
        station: page.station
        turning: true
        labelled: page.station.near > 0
        chosen: deck.currentId
        x: page.side ? Theme.px(20) : 0
        y: page.side ? bar.height : headline.y + headline.height + Theme.px(10)
        width: page.side ? page.width - page.column - 2 * Theme.margin : page.width
        height: (page.side ? page.height - Theme.margin : deck.y - Theme.px(14)) - y
    }

    Column {
        id: headline
        x: page.width - page.column - Theme.margin
        y: page.side ? bar.height + Math.max(0, (deck.y - bar.height - height) / 2) : bar.height + Theme.px(12)
        width: page.column
        spacing: Theme.px(4)

        OnOneLine {
            visible: page.count > 0
            width: parent.width
            centred: true
            spacing: Theme.px(20)

            Words {
                text: page.station.near > 0 ? qsTr("家门口，有") : qsTr("这里有")
                size: Theme.text(76)
                strong: true
                color: Theme.heroInk
            }
            Words {
                text: page.count
                size: Theme.text(128)
                lineHeight: Math.round(size * 1.1)
                strong: true
                color: Theme.heroNumber
            }
            Words {
                text: qsTr("份工作")
                size: Theme.text(76)
                strong: true
                color: Theme.heroInk
            }
        }
        Words {
            visible: page.count === 0
            width: parent.width
            text: page.station.ready ? qsTr("今天没有新岗位") : qsTr("正在准备岗位")
            size: Theme.text(page.side ? 56 : 72)
            strong: true
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            width: parent.width
            text: page.count > 0 || page.station.ready ? qsTr("没有人催你 · 不登记也能看 · 全部免费")
                                                       : page.station.arriving || qsTr("连上网就有，要等一会儿")
            size: Theme.text(42)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        BoardLines {
            width: parent.width
            first: page.station.fresh > 0 ? qsTr("昨天到今天新来 %1 个").arg(page.station.fresh) : ""
            lines: page.board.lines
        }
        Words {
            visible: page.station.stale
            width: parent.width
            text: qsTr("%1。有的岗位可能招满了，打电话问一下").arg(page.station.updated)
            size: Theme.text(34)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            visible: page.station.demo
            width: parent.width
            text: qsTr("现在是演示内容，电话打不通")
            size: Theme.text(34)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
    }

    FeaturedCard {
        id: deck
        station: page.station
        x: page.width - page.column - Theme.margin
        width: page.column
        anchors.bottom: hint.top
        anchors.bottomMargin: Theme.px(8)
        onChosen: id => {
            page.browse.open(id)
            page.visit.go("job")
        }
    }
    Words {
        id: hint
        visible: deck.visible
        x: deck.x
        width: page.column
        anchors.bottom: start.top
        anchors.bottomMargin: Theme.px(14)
        text: qsTr("点上面这张，直接看怎么联系 · %1 / %2").arg(deck.place + 1).arg(page.station.featuredCount)
        size: Theme.text(32)
        color: Theme.heroInk
        horizontalAlignment: Text.AlignHCenter
    }
    PressButton {
        id: start
        objectName: "start"
        x: deck.x
        width: page.column
        height: Math.max(Theme.px(176), implicitHeight)
        anchors.bottom: modes.top
        anchors.bottomMargin: Theme.gap
        name: qsTr("点这里，开始")
        icon: "touch"
        look: "accent"
        size: Theme.text(72)
        onTriggered: page.visit.begin()
    }
    Row {
        id: modes
        x: deck.x
        spacing: Theme.gap
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        visible: height > 0
        height: Theme.px(128)

        Repeater {
            // the last one is for those who do not read the others
            id: ways
            model: [
                { way: "large", name: qsTr("大字"), icon: "text-size" },
                { way: "seated", name: qsTr("坐着用"), icon: "sit" },
                { way: "listening", name: qsTr("听着用"), icon: "headphones" },
                { way: "other", name: page.visit.language === "en" ? "中文" : "English", icon: "language" }
            ].filter(one => one.way !== "listening" || page.station.canSpeak)
            delegate: PressButton {
                id: mode
                required property var modelData
                objectName: mode.modelData.way
                width: (page.column - (ways.count - 1) * Theme.gap) / ways.count
                height: modes.height
                padding: Theme.px(8)
                size: Theme.text(38)
                look: "ghost"
                name: mode.modelData.name
                icon: mode.modelData.icon
                onTriggered: page.beginAs(mode.modelData.way)
            }
        }
    }

    function beginAs(way: string): void {
        switch (way) {
        case "large": return page.visit.beginLarge()
        case "seated": return page.visit.beginSeated()
        case "listening": return page.visit.beginListening()
        default: return page.visit.beginOther()
        }
    }
}
