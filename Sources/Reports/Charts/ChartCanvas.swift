import Diagnostics
import Foundation
import Records

/// Places text, lines and shapes in pixels from the top left, whatever axes a chart has.
struct ChartCanvas {
    enum Alignment: String { case left, center, right }

    static let titleSize = 16.0, textSize = 14.0, smallSize = 12.0
    static let margin = 16.0
    /// Narrow, so that text stays readable when a phone shows the whole width.
    static let width = 420
    static let right = Double(width) - margin
    static let textWidth = right - margin

    let size: ChartSize

    /// Resets everything a chart may have set and writes the title with the line that explains the signs.
    func begin(_ script: inout GnuplotScript, title: String, explanation: String) {
        script.add("unset key; unset border; unset colorbox; unset grid")
        let (lines, size) = Self.title(title)
        for (index, line) in lines.enumerated() {
            add(
                line, x: Self.margin, y: (lines.count > 1 ? 13 : 20) + 14 * Double(index), size: size, isBold: true,
                to: &script)
        }
        for (index, line) in explanation.split(separator: "\n").enumerated() {
            add(
                String(line), x: Self.margin, y: 42 + 16 * Double(index), size: Self.smallSize, ink: .muted, to: &script
            )
        }
    }

    /// The plot's place on the canvas, in pixels.
    func setPlot(left: Double, top: Double, right: Double, bottom: Double, _ script: inout GnuplotScript) {
        script.add("set lmargin at screen \(share(left, size.width))")
        script.add("set rmargin at screen \(share(right, size.width))")
        script.add("set tmargin at screen \(flipped(top))")
        script.add("set bmargin at screen \(flipped(bottom))")
    }

    /// `y` is the middle of the line of text.
    func add(
        _ text: String, x: Double, y: Double, size textSize: Double = Self.textSize, isBold: Bool = false,
        alignment: Alignment = .left, ink: ChartColour = .text, isUpright: Bool = false, to script: inout GnuplotScript
    ) {
        let font = GnuplotScript.literal("\(isBold ? "sans-serif:Bold" : ""),\(Int(textSize))")
        script.add(
            "set label \(GnuplotScript.literal(text)) at \(point(x, y)) \(alignment.rawValue) "
                + (isUpright ? "rotate by 90 " : "") + "font \(font) textcolor \(ink.gnuplot) front")
    }

    /// Writes the ticks of a horizontal axis that spans `left` to `right`.
    func addTicks(
        of scale: AxisScale, left: Double, right: Double, y: Double, to script: inout GnuplotScript
    ) {
        for tick in scale.ticks {
            add(
                tick.label, x: left + scale.position(of: tick.value) * (right - left), y: y, size: Self.smallSize,
                alignment: .center, ink: .muted, to: &script)
        }
    }

    func line(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), width: Double = 1, ink: ChartColour = .grid,
        layer: String = "back", to script: inout GnuplotScript
    ) {
        script.add(
            "set arrow from \(point(start.x, start.y)) to \(point(end.x, end.y)) nohead \(layer) "
                + "linewidth \(GnuplotScript.number(width)) linecolor \(ink.gnuplot)")
    }

    func point(_ x: Double, _ y: Double) -> String { "screen \(share(x, size.width)), screen \(flipped(y))" }

    func share(_ pixels: Double, _ whole: Int) -> String { GnuplotScript.number(pixels / Double(whole)) }

    private func flipped(_ y: Double) -> String { GnuplotScript.number(1 - y / Double(size.height)) }

    /// An estimate on the safe side of a sans-serif font: 0.58 em a character, 1 em for wide scripts.
    static func width(of text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { width, scalar in
            width + (scalar.properties.isEmojiPresentation || scalar.value >= 0x2E80 ? 1 : 0.58) * size
        }
    }

    /// A title as large as fits; a very long one is small, on two lines.
    private static func title(_ text: String) -> (lines: [String], size: Double) {
        let clean = PrintableText.clean(text)
        // Bold letters are about a tenth wider.
        for size in [titleSize, 15, 14, 13] where width(of: clean, size: size * 1.1) <= textWidth {
            return ([clean], size)
        }
        return (lines(clean, size: smallSize * 1.1, width: textWidth, most: 2), smallSize)
    }

    /// `text` on as many lines as it takes, broken where words or parts of a name end; far too long a text is shortened in its middle.
    static func lines(_ text: String, size: Double, width limit: Double, most: Int = 4) -> [String] {
        let clean = PrintableText.clean(text)
        guard width(of: clean, size: size) > limit else { return [clean] }
        let perLine = max(Int(limit / (0.58 * size)), 4)
        var rest = PrintableText.shortened(clean, to: perLine * most - most)[...]
        var lines: [String] = []
        while !rest.isEmpty {
            guard lines.count < most - 1, width(of: String(rest), size: size) > limit else {
                lines.append(fitted(String(rest), size: size, width: limit))
                break
            }
            var end = rest.startIndex, used = 0.0
            while end < rest.endIndex {
                let next = used + width(of: String(rest[end]), size: size)
                if next > limit { break }
                (used, end) = (next, rest.index(after: end))
            }
            if end == rest.startIndex { end = rest.index(after: end) }
            let part = rest[..<end]
            let minimum = part.index(part.startIndex, offsetBy: part.count / 2)
            // Behind a space, a slash, a hyphen: where a reader expects it.
            let cut = part.indices.last { $0 >= minimum && " /-_.,·".contains(part[$0]) }.map(part.index(after:)) ?? end
            lines.append(rest[..<cut].trimmingCharacters(in: .whitespaces))
            rest = rest[cut...].drop { $0 == " " }
        }
        return lines
    }

    /// The longest shortening of `text` that fits.
    static func fitted(_ text: String, size: Double, width: Double) -> String {
        let clean = PrintableText.clean(text)
        guard Self.width(of: clean, size: size) > width else { return clean }
        // No letter is narrower than that: far more of them cannot fit.
        var limit = min(clean.count, Int(saturating: max(width / (0.58 * size), 0)) + 2)
        var result = PrintableText.shortened(clean, to: limit)
        while limit > 2, Self.width(of: result, size: size) > width {
            limit -= 1
            result = PrintableText.shortened(clean, to: limit)
        }
        return result
    }
}
