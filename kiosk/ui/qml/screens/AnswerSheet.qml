import QtQuick
import Kiosk.Bridge
import "../controls"

// Typing the answer to a question.
TypingSheet {
    id: sheet

    required property Asking asking
    required property Visit visit

    question: sheet.asking.asked
    hint: sheet.asking.how
    dropping: qsTr("取消")
    dropIcon: "close"
    done: qsTr("写好了")
    onDropped: sheet.visit.openSheet("")
    onFinished: words => {
        sheet.asking.write(words)
        sheet.visit.openSheet("")
        if (words !== "" && !sheet.asking.last)
            sheet.asking.next()
    }
}
