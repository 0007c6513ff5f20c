import Diagnostics
import Files
import Foundation

// Benchmarks of Pawl itself. Ratios within one run are what counts: absolute times on shared machines mean nothing.

let usage = """
    Usage: pawl-bench [overhead] [store] [--json]

    overhead   what the harness adds to an inference, on a runtime that does nothing and on magika
    store      block values written per second, and a 90-day history over 10,000 runs

    Without a name all are run. Build with -c release. Exit code 1 when a goal is missed.
    """

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") || arguments.contains("-h") {
    print(usage)
    exit(0)
}
let names = arguments.filter { $0 != "--json" }
if let unknown = names.first(where: { !["overhead", "store"].contains($0) }) {
    FileHandle.standardError.write(Data("pawl-bench: unknown benchmark '\(unknown)'\n\(usage)\n".utf8))
    exit(2)
}

func progress(_ text: String) { FileHandle.standardError.write(Data("pawl-bench: \(text)\n".utf8)) }
func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }

do {
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
    if isWanted("store") { lines += try StoreBenchmark(folder: folder.path, progress: progress).run() }
    if arguments.contains("--json") {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        print(String(decoding: try encoder.encode(lines), as: UTF8.self))
    } else {
        for line in lines { print(line.text) }
    }
    exit(lines.contains { $0.isMet == false } ? 1 : 0)
} catch {
    progress("failed: \(error)")
    exit(70)
}
