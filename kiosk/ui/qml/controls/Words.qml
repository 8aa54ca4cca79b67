import QtQuick

// Every word on the screen is drawn here: as plain text, in the station's own font.
Text {
    id: words

    property real size: Theme.body
    property bool strong: false
    property bool heard: false
    // Never read out: others hear it too.
    property bool hushed: false

    signal remeasured

    onImplicitWidthChanged: words.remeasured()
    onTextChanged: words.remeasured()
    textFormat: Text.PlainText
    color: Theme.ink
    wrapMode: Text.Wrap
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(words.size * Theme.lineHeight)
    font.family: Theme.family
    font.pixelSize: words.size
    font.weight: words.strong ? Font.Bold : Font.Normal
    renderType: Text.QtRendering
}
