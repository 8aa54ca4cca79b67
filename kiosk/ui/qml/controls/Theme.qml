pragma Singleton
import QtQuick

// Every number and colour of the screen (ux.md §4). Lengths are drawn for a panel 1080 wide, or 1080 high when it lies.
QtObject {
    id: theme

    property real panelWidth: 1080
    property real panelHeight: 1920
    property real diagonalInch: 21.5
    property real lowerEdgeMm: 800
    property real textScale: 1
    property string colours: "standard"
    property bool lowReach: false
    property bool byKeyboard: false
    property bool settling: false

    // A page was turned, or a choice taken or taken back: whoever listens is told.
    signal turned
    signal toggled

    readonly property bool landscape: panelWidth > panelHeight
    readonly property real unit: landscape ? Math.min(panelWidth / 1920, panelHeight / 1080)
                                           : Math.min(panelWidth / 1080, panelHeight / 1920)
    readonly property real pxPerMm: Math.hypot(panelWidth, panelHeight) / (diagonalInch * 25.4)
    readonly property bool large: textScale > 1.5
    readonly property bool plain: colours === "standard"

    // Where hands reach: 1220 mm above the floor standing, 1100 mm sitting (EN 301 549 8.3).
    readonly property real reachMm: lowReach ? 1100 : 1220
    readonly property real topReach: Math.max(0, panelHeight - (reachMm - lowerEdgeMm) * pxPerMm)

    readonly property int doubleTapMs: 350
    readonly property int pressMs: 80
    readonly property int fadeMs: 180
    readonly property int featureMs: 8000
    readonly property real slop: 3 * pxPerMm

    // Lengths
    readonly property real touch: Math.max(px(88), 20.2 * pxPerMm)
    readonly property real gap: px(22)
    readonly property real tight: px(12)
    readonly property real margin: px(40)
    readonly property real radius: px(32)
    readonly property real edge: px(3)
    readonly property real foot: px(6)

    // Letters
    readonly property string family: "Noto Sans SC"
    readonly property real lineHeight: 1.35
    readonly property real small: text(32)
    readonly property real body: text(38)
    readonly property real title: text(46)
    readonly property real heading: display(72)

    // Colours by what they are for
    readonly property bool dark: colours === "dark"
    readonly property color shade: "#0B1512"
    readonly property real shadeOpacity: 0.72
    readonly property color ground: pick("#FAF6EE", "#000000", "#FFFFFF")
    readonly property color surface: pick("#FFFFFF", "#000000", "#FFFFFF")
    readonly property color ink: pick("#14241F", "#FFFFFF", "#000000")
    readonly property color ink2: pick("#3D4A45", "#FFFFFF", "#000000")
    readonly property color line: pick("#6F7B75", "#FFFFFF", "#000000")
    readonly property color footColour: pick("#D3C9B6", "#FFFFFF", "#000000")
    readonly property color pressed: pick("#E4F1EC", "#333333", "#DDDDDD")
    readonly property color primary: pick("#084F47", "#FFE600", "#000000")
    readonly property color primaryFoot: pick("#042E29", "#8A7C00", "#000000")
    readonly property color primaryPressed: pick("#063E38", "#D6C100", "#444444")
    readonly property color primaryInk: pick("#FFFFFF", "#000000", "#FFFFFF")
    readonly property color accent: pick("#FFC23D", "#FFE600", "#000000")
    readonly property color accentFoot: pick("#B57E00", "#8A7C00", "#000000")
    readonly property color accentPressed: pick("#F0AE1C", "#D6C100", "#444444")
    readonly property color accentInk: pick("#14241F", "#000000", "#FFFFFF")
    readonly property color lake: pick("#084F47", "#FFE600", "#000000")
    readonly property color mint: pick("#E0F0EA", "#000000", "#FFFFFF")
    readonly property color mintInk: pick("#084F47", "#FFFFFF", "#000000")
    readonly property color warm: pick("#FFF0CC", "#000000", "#FFFFFF")
    readonly property color warmInk: pick("#533800", "#FFFFFF", "#000000")
    readonly property color sand: pick("#F1ECDF", "#000000", "#FFFFFF")
    readonly property color track: pick("#D3C9B6", "#666666", "#BBBBBB")
    readonly property color pay: pick("#8F2F0F", "#FFE600", "#000000")
    readonly property color error: pick("#97120B", "#FFE600", "#000000")
    readonly property color errorGround: pick("#FDECEA", "#000000", "#FFFFFF")
    readonly property color heroTop: pick("#063F38", "#000000", "#FFFFFF")
    readonly property color heroEnd: pick("#06352F", "#000000", "#FFFFFF")
    readonly property color heroInk: pick("#FFFFFF", "#FFFFFF", "#000000")
    readonly property color heroNumber: pick("#FFC23D", "#FFE600", "#000000")
    readonly property color heroGlow: pick("#C81A7F70", "#00000000", "#00000000")
    readonly property color heroChip: pick("#24FFFFFF", "#000000", "#FFFFFF")
    readonly property color heroLabel: pick("#06352F", "#000000", "#FFFFFF")
    readonly property color bar: pick("#14241F", "#000000", "#FFFFFF")
    readonly property color barInk: pick("#FFFFFF", "#FFFFFF", "#000000")
    readonly property color barHere: pick("#2E3E39", "#333333", "#DDDDDD")
    readonly property color ring: pick("#FFC23D", "#FFE600", "#FFC23D")
    readonly property color ringDark: pick("#14241F", "#000000", "#000000")
    // Where only four corners are left of the screen, in every theme.
    readonly property color night: "#000000"
    readonly property color nightInk: "#FFFFFF"
    readonly property color nightAccent: "#FFE600"
    readonly property real hairline: plain ? 0 : edge

    function pick(standard: string, dark: string, light: string): color {
        return theme.colours === "dark" ? dark : theme.colours === "light" ? light : standard
    }
    function px(length: real): real { return length * theme.unit }
    function text(size: real): real { return Math.round(size * theme.unit * theme.textScale) }
    // Letters that are large already, and the two bars, grow half as fast: every screen still holds what it asks.
    function display(size: real): real { return Math.round(size * theme.unit * (1 + (theme.textScale - 1) / 2)) }
    function section(name: string): color {
        const colour = theme.sections[name]
        return theme.plain && colour !== undefined ? colour : theme.plain ? theme.sections.slate : theme.surface
    }
    function workColour(kind: string): color { return theme.section(theme.works[kind] ?? "slate") }
    function workIcon(kind: string): string { return "work-" + (kind === "" ? "other" : kind).replace("_", "-") }

    function topicIcon(topic: string): string { return theme.topics[topic]?.icon ?? "wallet" }
    function topicColour(topic: string): string { return theme.topics[topic]?.colour ?? "indigo" }

    // What a policy is about.
    readonly property var topics: ({
        money: { icon: "money", colour: "indigo" }, insurance: { icon: "subsidy", colour: "indigo" },
        training: { icon: "school", colour: "brown" }, job: { icon: "briefcase", colour: "plum" },
        business: { icon: "work-shop", colour: "berry" }, rights: { icon: "badge", colour: "slate" }
    })
    readonly property var sections: ({
        indigo: "#2C3C8A", brown: "#744000", berry: "#8A1538", plum: "#6D2463", sea: "#0F4F7A", olive: "#4A5200",
        slate: "#37474F", lake: "#084F47"
    })
    readonly property var works: ({
        cleaning: "sea", cooking: "berry", serving: "berry", cashier: "brown", security: "indigo", driving: "slate",
        warehouse: "brown", factory: "slate", elder_care: "plum", child_care: "plum", sewing: "indigo",
        office: "sea", repair: "slate", gardening: "olive", shop: "brown", water: "sea", other: "slate"
    })
}
