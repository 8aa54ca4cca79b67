import QtQuick
import Kiosk.Bridge
import "../controls"

// A corner with a screen and nothing to touch: real jobs in turn, each with a code to take it along.
Rectangle {
    id: page

    required property Station station
    required property Board board
    readonly property bool side: Theme.landscape
    readonly property int count: page.station.near > 0 ? page.station.near : page.station.total

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
    Column {
        id: headline
        x: Theme.margin
        y: bar.height + Theme.px(20)
        width: (page.side ? page.width / 2 : page.width) - 2 * x
        spacing: Theme.px(10)
        Words {
            width: parent.width
            text: page.count > 0 ? qsTr("家门口，有 %1 份工作").arg(page.count) : page.station.ready ? qsTr("今天没有新岗位") : qsTr("正在准备岗位")
            size: Theme.px(84)
            strong: true
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
        BoardLines {
            width: parent.width
            first: page.station.fresh > 0 ? qsTr("昨天到今天新来 %1 个").arg(page.station.fresh) : ""
            lines: page.board.lines
            size: Theme.px(46)
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: page.station.demo ? qsTr("现在是演示内容，电话打不通") : page.station.stale ? qsTr("%1。有的岗位可能招满了，打电话问一下").arg(page.station.updated) : page.station.updated
            size: Theme.px(36)
            color: Theme.heroInk
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Radar {
        station: page.station
        turning: true
        labelled: page.station.near > 0
        chosen: deck.currentId
        x: Theme.px(20)
        y: headline.y + headline.height + Theme.px(20)
        width: headline.width + 2 * Theme.margin - 2 * x
        height: (page.side ? page.height - Theme.margin : Math.round(page.height * 0.5)) - y
    }
    FeaturedCard {
        id: deck
        station: page.station
        resting: true
        onCurrentIdChanged: page.board.showCode(deck.currentId)
        x: page.side ? page.width / 2 : Theme.margin
        y: page.side ? bar.height + Theme.px(20) : Math.round(page.height * 0.5) + Theme.px(24)
        width: (page.side ? page.width / 2 : page.width - Theme.margin) - Theme.margin
        height: implicitHeight
    }
    QrCard {
        visible: deck.visible && page.board.codeRows.length > 0
        x: deck.x
        y: deck.y + deck.height + Theme.px(24)
        width: deck.width
        height: page.height - y - Theme.margin
        implicitHeight: 0
        rows: page.board.codeRows
        title: qsTr("手机扫一扫\n带走这个岗位")
        note: qsTr("微信、支付宝、\n手机相机都能扫")
        promise: qsTr("不用填资料\n不会记住您是谁")
    }
}
