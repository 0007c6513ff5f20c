import Support
import Foundation
import Records
import TestSupport
import Testing

@testable import ResultsStore

/// What a small file with a right digest can unpack to, imported by the real program.
@Suite("No bundle costs more than 200 MB of memory", .serialized, .hangLimit)
struct HostileBundleTests {
    private static let limitMegabytes = 200.0
    private static let mega = 1 << 20

    struct Bundle: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Nil for one that is taken.
        var refusal: String?
        var content: @Sendable () throws -> Data
        /// Of the first line, where it lies.
        var stated: Int?

        init(
            _ name: String, _ refusal: String?, stating bytes: Int? = nil,
            content: @escaping @Sendable () throws -> Data
        ) {
            (testDescription, self.refusal, stated, self.content) = (name, refusal, bytes, content)
        }
    }

    private static func wholeRun() -> RunRecord {
        var sample = RandomRun(seed: 11)
        var run = sample.run()
        run.id = "7f1c9a52-0000-4000-8000-00000000000a"
        run.status = .complete
        return run
    }

    /// The run's JSON with another member in front of its own.
    private static func run(withMember value: Data) throws -> Data {
        let start = Data("{\"run\":{".utf8)
        let content = try RecordJSON.encode(
            RunBundle.Content(run: wholeRun(), summaries: wholeRun().cells.map { _ in [:] }))
        try #require(content.starts(with: start))
        return start + Data("\"a\":".utf8) + value + Data(",".utf8) + content[start.count...]
    }

    private static func list(of element: String, count: Int) -> Data {
        Data(("[" + String(repeating: element + ",", count: count - 1) + element + "]").utf8)
    }

    static let bundles = [
        Bundle("240 MB of nested lists, stated", "a bundle has at most") {
            Data(repeating: UInt8(ascii: "["), count: 240 * mega)
        },
        Bundle("240 MB of nested lists, stated as 40", "more comes out of it", stating: 40 * mega) {
            Data(repeating: UInt8(ascii: "["), count: 240 * mega)
        },
        Bundle("a length beyond all integers but one", "a bundle has at most", stating: .max) { Data("{}".utf8) },
        Bundle("48 MB of nesting", "nested too deep") { Data(repeating: UInt8(ascii: "["), count: 47 * mega) },
        Bundle("16 million empty lists", "more values than a run's") { list(of: "[]", count: 15 * mega) },
        Bundle("millions of short texts", "more values than a run's") {
            try run(withMember: list(of: "\"a\"", count: 10 * mega))
        },
        Bundle("half a million longer texts", "more text than a run's") {
            try run(withMember: list(of: "\"\(String(repeating: "a", count: 70))\"", count: 590_000))
        },
        Bundle("a number of a million digits", "holds no run") {
            try run(withMember: Data(repeating: UInt8(ascii: "9"), count: mega))
        },
        Bundle("numbers of 80 digits, as many as there may be", "holds no run") {
            try run(withMember: list(of: String(repeating: "9", count: 80), count: 590_000))
        },
        Bundle("half a million members", "holds no run") {
            let members = (0..<590_000).map { "\"\($0)\":1" }.joined(separator: ",")
            return try run(withMember: Data("{\(members)}".utf8))
        },
        Bundle("as many warnings as a run may have text for", nil) {
            var run = wholeRun()
            run.warnings = (0..<100_000).map { "warning \($0) " + String(repeating: "w", count: 60) }
            return try RecordJSON.encode(RunBundle.Content(run: run, summaries: run.cells.map { _ in [:] }))
        },
        Bundle("a million and a half timings", nil) {
            var run = wholeRun()
            var launch = try #require(run.cells.lazy.compactMap(\.launches.first).first)
            var block = try #require(launch.blocks.first)
            block.valuesNanoseconds = (0..<500_000).map { 40_000 + UInt64($0 % 977) }
            block.inferencesPerValue = 1
            launch.blocks = [block]
            for index in run.cells.indices where !run.cells[index].launches.isEmpty {
                run.cells[index].launches = [launch]
            }
            return try RecordJSON.encode(RunBundle.Content(run: run, summaries: run.cells.map { _ in [:] }))
        },
    ]

    @Test("while it is imported, or refused", arguments: bundles)
    func memory(_ bundle: Bundle) throws {
        let folder = try TemporaryFolder()
        let content = try bundle.content()
        let packed = try Zstandard.pack(content)
        let digest = packed.withUnsafeBytes(SHA256.hexadecimal(of:))
        try AtomicFile.write(
            Data("pawlrun 1 \(bundle.stated ?? content.count) \(digest)\n".utf8) + packed, to: folder.file("b.pawlrun"))
        let (code, megabytes, output) = try Self.measured(
            ["import", folder.file("b.pawlrun"), "--db", folder.file("x.db")])
        #expect(megabytes < Self.limitMegabytes, "\(megabytes) MB")
        // A program that did nothing would be small, too.
        #expect(megabytes > 5)
        if let refusal = bundle.refusal {
            #expect(code == 3 && output.contains(refusal), "code \(code): \(output.prefix(500))")
        } else {
            #expect(code == 0 && output.contains("1 added"), "code \(code): \(output.prefix(500))")
        }
    }

    /// A child of this process would count the memory of this process as its own, from before it became `pawl`: a small program
    /// starts it, and asks the kernel.
    private static func measured(_ arguments: [String]) throws -> (code: Int, megabytes: Double, output: String) {
        let script = """
            import resource, subprocess, sys
            done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            sys.stdout.buffer.write(done.stdout)
            print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, Repository.product("pawl")] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let figures = try #require(text.split(separator: "\n").last).split(separator: " ").compactMap { Int($0) }
        try #require(figures.count == 2)
        return (figures[0], Double(figures[1]) / 1024, text)
    }
}
