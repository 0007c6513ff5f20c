import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Reports

@Suite("Drawing with gnuplot", .hangLimit)
struct ChartRendererTests {
    @Test(
        "A chart becomes a picture that parses",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"),
        arguments: ChartScriptTests.charts.map(\.name))
    func pictures(name: String) throws {
        let chart = try #require(ChartScriptTests.charts.first { $0.name == name }).chart
        let folder = try TemporaryFolder()
        try ChartRenderer().write(chart, as: .svg, to: folder.file("a/b/chart.svg"))
        let svg = try Data(contentsOf: URL(fileURLWithPath: folder.file("a/b/chart.svg")))
        #expect(XMLParser(data: svg).parse())
        let text = String(decoding: svg, as: UTF8.self)
        #expect(text.contains("int8-dynamic"))
        #expect(text.contains("prefers-color-scheme: dark"))
        #expect(!text.contains("'-' using"))
        let png = try ChartRenderer().render(chart, as: .png)
        #expect(ChartRenderer.Format.png.isComplete(png))
        // Width and height stand in the first chunk, big-endian.
        let header = png.dropFirst(16).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(header == UInt64(chart.size.width * 2) << 32 | UInt64(chart.size.height * 2))
    }

    @Test(
        "Names that try to break out are drawn as text and do nothing",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"), arguments: namesToEscape)
    func hostileNames(name: String) throws {
        let folder = try TemporaryFolder()
        let attack = name.replacing("/tmp/pawned", with: folder.file("pawned"))
        let chart = try #require(
            LatencyChart(model: attack, rows: [SampleCharts.row(attack, .failed, median: 1e6, p99: 2e6, count: 30)]))
        for format in ChartRenderer.Format.allCases {
            let picture = try ChartRenderer().render(chart, as: format)
            if format == .svg {
                #expect(XMLParser(data: picture).parse())
                #expect(!String(decoding: picture, as: UTF8.self).contains("<svg onload"))
            }
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("pawned")))
    }

    @Test("A missing gnuplot is told apart and says how to get it")
    func missing() throws {
        let renderer = ChartRenderer(program: "/nonexistent/gnuplot")
        let error = #expect(throws: ChartError.self) { try renderer.render(SampleCharts.latency, as: .svg) }
        #expect(error == .gnuplotMissing)
        #expect(error?.diagnostics.first?.hint?.contains("apt-get install") == true)
    }

    @Test("A program that does not read, does not write, or fails is an error, and kills nobody by SIGPIPE")
    func impostors() throws {
        #expect(throws: ChartError.self) {
            try ChartRenderer(program: "/bin/true").render(SampleCharts.latency, as: .svg)
        }
        let error = #expect(throws: ChartError.self) {
            try ChartRenderer(program: "/bin/false").render(SampleCharts.latency, as: .png)
        }
        guard case .gnuplotFailed = error else {
            Issue.record("expected gnuplotFailed, got \(String(describing: error))")
            return
        }
    }

    @Test("A gnuplot that hangs is killed after the limit")
    func hang() throws {
        let folder = try TemporaryFolder()
        let program = folder.file("gnuplot")
        try makeProgram("#!/bin/sh\ncat >/dev/null\nexec sleep 600\n", at: program)
        #expect(throws: ChartError.self) {
            try ChartRenderer(program: program, limitSeconds: 0).render(SampleCharts.latency, as: .svg)
        }
    }

    /// Copied by a program of its own: a child that another test starts while this process writes the file would hold it open, and a
    /// file that is open for writing cannot be started ("Text file busy").
    private func makeProgram(_ script: String, at path: String) throws {
        try Data(script.utf8).write(to: URL(fileURLWithPath: path + ".txt"))
        let install = try Process.run(
            URL(fileURLWithPath: "/usr/bin/install"), arguments: ["-m", "755", path + ".txt", path])
        install.waitUntilExit()
        #expect(install.terminationStatus == 0)
    }

    @Test("A picture cut short is refused, and the earlier one stays")
    func incomplete() throws {
        let folder = try TemporaryFolder()
        let program = folder.file("gnuplot"), target = folder.file("chart.svg")
        // Writes the beginning of a picture to wherever the script sends it, and is content.
        let script = "#!/bin/sh\nout=$(sed -n \"s/^set output .\\(.*\\).$/\\1/p\")\nprintf '<svg' > \"$out\"\n"
        try makeProgram(script, at: program)
        try Data("earlier".utf8).write(to: URL(fileURLWithPath: target))
        let error = #expect(throws: ChartError.self) {
            try ChartRenderer(program: program).write(SampleCharts.latency, as: .svg, to: target)
        }
        #expect(error == .incompletePicture(chart: "filetype: latency", messages: ""))
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "earlier")
    }

    @Test("Completeness is the end of the picture")
    func completeness() {
        #expect(ChartRenderer.Format.svg.isComplete(Data("<svg></svg>\n".utf8)))
        #expect(!ChartRenderer.Format.svg.isComplete(Data("<svg></sv".utf8)))
        #expect(!ChartRenderer.Format.png.isComplete(Data()))
    }
}
