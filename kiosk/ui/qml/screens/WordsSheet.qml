import QtQuick
import Kiosk.Bridge
import "../controls"

// Looking for work by words.
TypingSheet {
    id: sheet

    required property Wanting wanting
    required property Visit visit

    question: qsTr("想找什么？")
    hint: qsTr("比如：保洁、看门、电工")
    dropping: sheet.wanting.words === "" ? qsTr("取消") : qsTr("不找这个了")
    dropIcon: sheet.wanting.words === "" ? "close" : "restart"
    done: qsTr("看结果")
    onDropped: {
        sheet.wanting.words = ""
        sheet.visit.openSheet("")
    }
    onFinished: words => {
        sheet.wanting.words = words
        sheet.visit.openSheet("")
    }
}
