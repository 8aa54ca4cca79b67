import QtQuick
import Kiosk.Bridge
import "../controls"

// 用手机填: the code of a form, and an honest word about when this machine will know.
Frame {
    id: page

    required property PhoneFirst phoneFirst

    headHeight: top.height + Theme.px(24)
    head: [
        Column {
            id: top
            x: Theme.margin
            y: Theme.px(page.side ? 30 : 8)
            width: parent.width - 2 * x
            spacing: Theme.px(12)
            Words {
                width: parent.width
                text: qsTr("用手机填")
                size: Theme.display(page.side ? 66 : 72)
                strong: true
            }
            Words {
                width: parent.width
                text: page.station.online ? qsTr("手机上填好，这里会说收到了") : qsTr("这里没网：手机上填好就送到，这里不会马上知道")
                size: Theme.display(38)
                color: Theme.ink2
            }
        }
    ]

    PagedColumn {
        anchors.fill: parent
        firstTouch: Theme.topReach - page.bodyTop

        Block {
            wanted: !page.phoneFirst.failed
            stretch: true
            most: Theme.px(820)
            implicitHeight: code.implicitHeight
            QrCard {
                id: code
                anchors.fill: parent
                rows: page.phoneFirst.qrRows
                title: qsTr("手机扫一扫，\n在手机上填")
                note: qsTr("微信、支付宝、\n手机相机都能扫")
                promise: qsTr("不用注册\n不用装软件")
            }
        }
        Block {
            wanted: page.phoneFirst.failed
            implicitHeight: none.height
            EmptyNote {
                id: none
                width: parent.width
                icon: "offline"
                title: qsTr("现在不能用手机填")
                note: qsTr("请在这台机器上填，或者找人帮忙。")
            }
        }
        Block {
            touchable: true
            implicitHeight: Math.max(Theme.px(140), here.implicitHeight)
            PressButton {
                id: here
                objectName: "here"
                anchors.fill: parent
                name: qsTr("还是在这里填")
                icon: "touch"
                look: "outline"
                size: Theme.text(46)
                onTriggered: page.visit.back()
            }
        }
    }
}
