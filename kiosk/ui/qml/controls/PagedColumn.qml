import QtQuick

// Blocks one below the other. What does not fit goes to a further page, so nothing is ever cut off or scrolled.
Item {
    id: column

    property int page: 0
    property int pages: 1
    property real spacing: Theme.gap
    property real firstTouch: 0
    property bool centred: false
    // Blocks that stand elsewhere, in the order they are to be shown; empty if they are children.
    property list<Item> order
    // How high all blocks would like to be together.
    property real wish: 0
    readonly property real room: column.height - (column.pages > 1 ? pager.height + column.spacing : 0)
    default property alias blocks: body.data

    onWidthChanged: soon.restart()
    onHeightChanged: soon.restart()
    onOrderChanged: soon.restart()
    onFirstTouchChanged: soon.restart()
    Component.onCompleted: column.arrange()

    Item {
        id: body
        width: parent.width
        onChildrenChanged: soon.restart()
        height: column.room
    }

    Timer { id: soon; interval: 0; onTriggered: column.arrange() }

    Connections {
        target: Theme
        function onTextScaleChanged() { soon.restart() }
    }

    Pager {
        id: pager
        width: parent.width
        anchors.bottom: parent.bottom
        visible: column.pages > 1
        page: column.page + 1
        pages: column.pages
        hasPrevious: column.page > 0
        hasNext: column.page < column.pages - 1
        onPrevious: column.turn(-1)
        onNext: column.turn(1)
    }

    function turn(by: int): void {
        column.page += by
        column.arrange()
        Theme.turned()
    }
    function listed(): list<Item> {
        return Array.from(column.order.length > 0 ? column.order : body.children).filter(child => child instanceof Block)
    }
    // Puts the blocks that are wanted on pages: for each page a list of blocks with their places.
    function split(room: real): list<var> {
        const pages = []
        let low = 0
        for (const block of column.listed().filter(one => one.wanted)) {
            const first = block.touchable ? Math.max(0, column.firstTouch) : 0
            const top = Math.max(low, first)
            const fits = pages.length > 0 && (low === 0 || top + block.implicitHeight <= room + 0.5)
            if (!fits)
                pages.push([])
            low = fits ? top : first
            pages[pages.length - 1].push({ block: block, y: low })
            low += block.implicitHeight + column.spacing
        }
        return pages
    }
    function arrange(): void {
        for (const block of column.listed()) {
            block.parent = body
            block.width = column.width
            if (!block.heard)
                block.remeasured.connect(soon.restart)
            block.heard = true
        }
        const wanted = column.listed().filter(one => one.wanted)
        column.wish = wanted.reduce((sum, block) => sum + block.implicitHeight + column.spacing, -column.spacing)
        let pages = column.split(column.height)
        if (pages.length > 1)
            pages = column.split(column.height - pager.height - column.spacing)
        column.pages = Math.max(1, pages.length)
        column.page = Math.min(column.page, column.pages - 1)
        const places = pages[column.page] ?? []
        for (const block of column.listed())
            block.visible = places.some(place => place.block === block)
        if (places.length > 0)
            column.fill(places)
    }
    // Gives what room is left on a page to the blocks that stretch, the modest ones first.
    function fill(places: list<var>): void {
        const last = places[places.length - 1]
        const growing = places.filter(place => place.block.stretch)
        const more = place => Math.max(0, place.block.most - place.block.implicitHeight)
        let spare = Math.max(0, column.room - last.y - last.block.implicitHeight)
        let down = column.centred && growing.length === 0 ? spare / 2 : 0
        growing.sort((a, b) => more(a) - more(b))
        growing.forEach((place, turn) => {
            place.share = Math.min(spare / (growing.length - turn), more(place))
            spare -= place.share
        })
        for (const place of places) {
            place.block.y = place.y + down
            place.block.height = place.block.implicitHeight + (place.share ?? 0)
            down += place.share ?? 0
        }
    }
}
