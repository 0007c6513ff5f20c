import CGnuplot
import Diagnostics
import Dispatch
import Foundation
import Support
import Synchronization

/// Has gnuplot draw charts.
///
/// gnuplot writes into a private temporary folder under a name of ours; the picture is checked for completeness and only
/// then written whole to its place. No name of a user's reaches gnuplot but as a quoted label.
public struct ChartRenderer: Sendable {
    public enum Format: String, Sendable, CaseIterable { case svg, png }

    private let program: String
    private let limitSeconds: UInt32

    public init() {
        self.init(program: "gnuplot")
    }

    package init(program: String, limitSeconds: UInt32 = 60) {
        self.program = program
        self.limitSeconds = limitSeconds
    }

    /// Draws charts in both formats, as `renderPictures` does in one.
    public func render(_ charts: [RunCharts.Named]) throws(ChartError) -> [RenderedChart] {
        try render(charts, as: Format.allCases)
    }

    /// Draws charts for a page: as SVG alone.
    ///
    /// One gnuplot draws several, since it takes longer to start than to draw; groups of them are drawn side by side.
    /// - Returns: in the order of `charts`.
    public func renderPictures(_ charts: [RunCharts.Named]) throws(ChartError) -> [RenderedChart] {
        try render(charts, as: [.svg])
    }

    private static let chartsAtOnce = 24

    private func render(_ charts: [RunCharts.Named], as formats: [Format]) throws(ChartError) -> [RenderedChart] {
        let size = min(Self.chartsAtOnce, max((charts.count + 1) / 2, 1))
        let groups = stride(from: 0, to: charts.count, by: size).map {
            Array(charts[$0..<min($0 + size, charts.count)])
        }
        let drawn = Mutex([Int: Result<[RenderedChart], ChartError>](minimumCapacity: groups.count))
        DispatchQueue.concurrentPerform(iterations: groups.count) { index in
            let result = Result { () throws(ChartError) in try renderGroup(groups[index], as: formats) }
            drawn.withLock { $0[index] = result }
        }
        let results = drawn.withLock { $0 }
        var rendered: [RenderedChart] = []
        for index in groups.indices { rendered += try results[index]?.get() ?? [] }
        return rendered
    }

    private func renderGroup(
        _ group: [RunCharts.Named], as formats: [Format]
    ) throws(ChartError) -> [RenderedChart] {
        let folder: TemporaryFolder
        do { folder = try TemporaryFolder(prefix: "pawl-chart") } catch { throw .file(error) }
        func path(_ index: Int, _ format: Format) -> String { folder.file("\(index).\(format.rawValue)") }
        var script = GnuplotScript()
        for format in formats {
            for (index, named) in group.enumerated() {
                script.add("reset")
                script.add(Self.script(for: named.chart, as: format, output: path(index, format)))
            }
        }
        let messages = try send(script, chart: group[0].chart.title)
        var drawn: [RenderedChart] = []
        for (index, named) in group.enumerated() {
            func picture(_ format: Format) -> Data {
                FileManager.default.contents(atPath: path(index, format)) ?? Data()
            }
            let png = formats.contains(.png) ? picture(.png) : nil
            guard png.map(Format.png.isComplete) ?? true else {
                throw .incompletePicture(chart: named.chart.title, messages: messages)
            }
            drawn.append(
                RenderedChart(
                    name: named.name, model: named.model, title: PrintableText.clean(named.chart.title),
                    description: PrintableText.clean(named.chart.description),
                    svg: try themed(picture(.svg), of: named.chart, identifier: named.name, messages: messages),
                    png: png ?? Data()))
        }
        return drawn
    }

    /// Draws `chart`; SVG as UTF-8 text that follows the reader's colour scheme, PNG at twice the chart's size.
    ///
    /// - Parameter identifier: makes the SVG's identifiers unique within a page; letters, digits, `-` and `_`.
    public func render(
        _ chart: any Chart, as format: Format, identifier: String = "chart"
    ) throws(ChartError) -> Data {
        let folder: TemporaryFolder
        do { folder = try TemporaryFolder(prefix: "pawl-chart") } catch { throw .file(error) }
        let path = folder.file("chart.\(format.rawValue)")
        let messages = try send(Self.script(for: chart, as: format, output: path), chart: chart.title)
        guard let picture = FileManager.default.contents(atPath: path), format.isComplete(picture) else {
            throw .incompletePicture(chart: chart.title, messages: messages)
        }
        guard format == .svg else { return picture }
        return Data(try themed(picture, of: chart, identifier: identifier, messages: messages).utf8)
    }

    private func themed(
        _ picture: Data, of chart: any Chart, identifier: String, messages: String
    ) throws(ChartError) -> String {
        guard Format.svg.isComplete(picture),
            let themed = SVGTheme(identifier: identifier).apply(
                to: String(decoding: picture, as: UTF8.self), size: chart.size, title: chart.title,
                description: chart.description, overlay: SVGTheme.overlay(chart.hotspots, chart.frame))
        else { throw .incompletePicture(chart: chart.title, messages: messages) }
        return themed
    }

    /// Draws `chart` and puts it to `path`, whole or not at all.
    public func write(_ chart: any Chart, as format: Format, to path: String) throws(ChartError) {
        let picture = try render(chart, as: format)
        do { try AtomicFile.write(picture, to: path) } catch { throw .file(error) }
    }

    /// Everything gnuplot is told to draw `chart` to `output`.
    public static func script(for chart: any Chart, as format: Format, output: String) -> GnuplotScript {
        var script = GnuplotScript()
        script.add("set encoding utf8")
        switch format {
        case .svg:
            script.add(
                "set terminal svg size \(chart.size.width),\(chart.size.height) dynamic noenhanced "
                    + "font 'sans-serif,14' background '#\(ChartColour.paper.rawValue)'")
        case .png:
            // fontscale 1.5: points of 1/72 inch at two pixels to the CSS pixel of 1/96 inch.
            script.add(
                "set terminal pngcairo size \(chart.size.width * 2),\(chart.size.height * 2) noenhanced "
                    + "font 'sans-serif,14' fontscale 1.5 linewidth 2 pointscale 3.4 "
                    + "background '#\(ChartColour.paper.rawValue)'")
        }
        script.add("set output \(GnuplotScript.quoted(output))")
        chart.draw(into: &script)
        script.add("unset output")
        return format == .png ? script.mappingCommands(PrintableText.coveredByCommonFonts) : script
    }

    /// - Returns: what gnuplot complained about, if anything.
    private func send(_ script: GnuplotScript, chart: String) throws(ChartError) -> String {
        var process: OpaquePointer?
        let opened = pawl_gnuplot_open(program, &process)
        guard opened == PAWL_GNUPLOT_OK, let process else {
            if opened == PAWL_GNUPLOT_MISSING { throw .gnuplotMissing }
            throw .gnuplotFailed(
                chart: chart, reason: "it cannot be started", messages: SystemMessage.text())
        }
        for part in script.parts {
            // A failure is remembered and returned by close.
            switch part {
            case .commands(var text):
                _ = text.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) {
                        pawl_gnuplot_send_text(process, $0.baseAddress, $0.count)
                    }
                }
            case .rows(let rows):
                _ = pawl_gnuplot_send_rows(process, rows.flatMap { $0 }, rows.count, rows.first?.count ?? 0)
            }
        }
        var messages = [CChar](repeating: 0, count: 4096)
        let closed = pawl_gnuplot_close(process, limitSeconds, &messages, messages.count)
        let text = PrintableText.clean(
            messages.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }, keepsLines: true
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        switch closed {
        case PAWL_GNUPLOT_OK: return text
        case PAWL_GNUPLOT_ENDED_EARLY:
            throw .gnuplotFailed(chart: chart, reason: "gnuplot ended too early", messages: text)
        case PAWL_GNUPLOT_EXITED: throw .gnuplotFailed(chart: chart, reason: "gnuplot stopped", messages: text)
        case PAWL_GNUPLOT_KILLED:
            throw .gnuplotFailed(chart: chart, reason: "gnuplot crashed or did not end", messages: text)
        default: throw .gnuplotFailed(chart: chart, reason: "out of memory", messages: text)
        }
    }
}

extension ChartRenderer.Format {
    /// Whether a picture has its beginning and its end.
    func isComplete(_ picture: Data) -> Bool {
        switch self {
        case .svg:
            let end = picture.suffix(64)
            return String(decoding: end, as: UTF8.self).contains("</svg>")
        case .png:
            let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            // The IEND chunk: no data, its name, its checksum.
            let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
            return picture.starts(with: signature) && picture.suffix(end.count).elementsEqual(end)
        }
    }
}
