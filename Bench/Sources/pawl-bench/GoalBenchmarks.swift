import Diagnostics
import Foundation
import Support

/// The benchmarks that are held against goals: overhead, accuracy, tools, install, store, trends and scale.
struct GoalBenchmarks {
    private let names: Set<String>
    private let asJSON: Bool
    /// Of each accuracy pass, installation, and comparison with a runtime's own tool.
    private let repetitions: Int
    /// With the packages of the runtimes, for `tools`, or with Apache Otava, for `trends`.
    private let python: String?
    /// Of years, for `scale`; nil has one made.
    private let database: String?

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        asJSON = options.flag("--json")
        repetitions = Int(try options.number("--repetitions", in: 1...1000) ?? 7)
        python = try options.text("--python")
        database = try options.text("--db")
        let names = try options.rest()
        let known = ["overhead", "store", "accuracy", "tools", "install", "trends", "scale"]
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw .wrongArgument("unknown benchmark '\(unknown)'", hint: "pawl-bench --help lists them")
        }
        self.names = Set(names)
    }

    /// - Returns: 1 when a goal is missed.
    func run(progress: @escaping (String) -> Void) throws -> Int32 {
        let folder = try TemporaryFolder(prefix: "pawl-bench")
        var lines: [BenchmarkLine] = []
        if isWanted("overhead") {
            progress("overhead on the null runtime ...")
            lines += try OverheadBenchmark.onNullRuntime(folder: folder.path)
            progress("overhead on magika ...")
            do {
                lines += try OverheadBenchmark.onMagika()
            } catch let error as any DiagnosableError {
                progress("skipped magika (scripts/demo sets it up):\n\(error)")
            }
        }
        if isWanted("accuracy") {
            lines += try AccuracyBenchmark(repetitions: repetitions, progress: progress).run()
        }
        if isWanted("tools") {
            lines += try ToolBenchmark(python: python, repetitions: repetitions, progress: progress).run()
        }
        if isWanted("install") {
            lines += try InstallBenchmark(repetitions: repetitions, progress: progress).run()
        }
        if isWanted("store") { lines += try StoreBenchmark(folder: folder.path, progress: progress).run() }
        // Minutes of writing: only when asked for.
        if names.contains("scale") {
            let made = folder.file("history.db")
            if database == nil { try HistoryCommand(["--out", made]).run(progress: progress) }
            lines += try ScaleBenchmark(database: database ?? made, progress: progress).run()
        }
        if isWanted("trends") { lines += try TrendBenchmark(python: otavaPython, progress: progress).run() }
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        } else {
            for line in lines { print(line.text) }
        }
        return lines.contains { $0.isMet == false } ? 1 : 0
    }

    /// Named for `trends` alone: an environment for `tools` need not have Otava.
    private var otavaPython: String? { names == ["trends"] ? python : nil }

    private func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
}
