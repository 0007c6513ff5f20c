import CSystem
import Foundation
import Harness
import PawlCommand
import RuntimeLibraries
import Statistics
import Suites
import Support

/// Accuracy passes against a loop in Python over the same runtime, model and golden set.
///
/// Each repetition runs Pawl, Python with one thread (as the suites have it) and Python with two, one after the other and in
/// turn first, so that what else the machine does falls on all of them. Ratios are taken within a repetition.
struct AccuracyBenchmark {
    /// At least so much faster than the faster of the two loops, with two cores.
    static let goal = 1.5

    var repetitions: Int
    var progress: (String) -> Void

    private static let timeoutSeconds = 600.0

    /// Samples a second.
    private struct Rate {
        /// From the start of the process to its end.
        var whole: Double
        /// Pawl: workers started, answers, metrics. Python: session, loop.
        var pass: Double
        /// Processor time of the process and all that it started, a sample: what a busy machine does not change.
        var processorSecondsPerSample: Double
    }

    /// Lines for every model that is built; empty without the models or without Python.
    func run() throws -> [BenchmarkLine] {
        let environment = ProcessInfo.processInfo.environment
        let pawl = PawlFolder.find(startingAt: FileManager.default.currentDirectoryPath, environment: environment)
        guard access(pawl.python, X_OK) == 0 else {
            progress("skipped accuracy: \(pawl.python) is not there (scripts/bootstrap makes it)")
            return []
        }
        progress("\(pawl_allowed_core_count()) cores, load \(load()) before")
        let lines = try AccuracyModel.all.flatMap { model -> [BenchmarkLine] in
            guard model.isBuilt(in: pawl) else {
                progress("skipped \(model.name): python -m pawl_models build \(model.name)")
                return []
            }
            progress("accuracy of \(model.name) ...")
            return try compare(model, in: pawl, environment)
        }
        progress("load \(load()) after")
        return lines
    }

    private func compare(
        _ model: AccuracyModel, in pawl: PawlFolder, _ environment: [String: String]
    ) throws -> [BenchmarkLine] {
        let executable = CommandContext.ofThisProcess().worker.arguments[0]
        func python(_ threads: Int) -> [String] {
            [
                pawl.python, "-c", PythonLoop.program, model.modelFile(in: pawl), model.goldenFolder(in: pawl),
                "\(threads)",
            ]
        }
        let commands = [[executable, AccuracyPassCommand.name, model.name, pawl.path], python(1), python(2)]
        // Files come into the page cache.
        for command in commands { _ = try rate(command, environment) }
        var rates: [[Rate]] = []
        for repetition in 0..<repetitions {
            var row = [Rate?](repeating: nil, count: commands.count)
            for turn in commands.indices {
                let index = (turn + repetition) % commands.count
                row[index] = try rate(commands[index], environment)
            }
            rates.append(row.compactMap { $0 })
        }
        func ratios(_ path: KeyPath<Rate, Double>, _ other: Int) -> [Double] {
            rates.map { $0[0][keyPath: path] / $0[other][keyPath: path] }
        }
        let label = "\(model.name) \(model.variant)"
        let one = ratios(\.whole, 1), two = ratios(\.whole, 2)
        let slower = median(one) < median(two) ? one : two
        return [
            .told("\(label): accuracy pass of Pawl", median(rates.map { $0[0].pass }), "samples/s"),
            .told("\(label): loop in Python, 1 thread", median(rates.map { $0[1].pass }), "samples/s"),
            .told("\(label): loop in Python, 2 threads", median(rates.map { $0[2].pass }), "samples/s"),
            .told(
                "\(label): processor time of Pawl", 1e6 * median(rates.map { $0[0].processorSecondsPerSample }),
                "us/sample"),
            .told(
                "\(label): processor time of the loop, 1 thread",
                1e6 * median(rates.map { $0[1].processorSecondsPerSample }), "us/sample"),
            .told("\(label): ratio of the passes, to 1 thread", median(ratios(\.pass, 1)), span(ratios(\.pass, 1))),
            .told("\(label): ratio of the passes, to 2 threads", median(ratios(\.pass, 2)), span(ratios(\.pass, 2))),
            .told("\(label): ratio of whole processes, to 1 thread", median(one), span(one)),
            .atLeast(
                Self.goal, "\(label): ratio of whole processes, to the faster loop", median(slower), span(slower)),
        ]
    }

    private func rate(_ command: [String], _ environment: [String: String]) throws -> Rate {
        let before = processorSecondsOfChildren()
        let start = pawl_monotonic_raw_nanoseconds()
        let output = try BoundedCommand(command, environment: environment, timeoutSeconds: Self.timeoutSeconds).output()
        let whole = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else {
            throw TraceError.wrongArgument(
                "\(command[0]) said \"\(output.prefix(80))\"", hint: "two numbers were expected")
        }
        return Rate(
            whole: numbers[0] / whole, pass: numbers[0] / numbers[1],
            processorSecondsPerSample: (processorSecondsOfChildren() - before) / numbers[0])
    }

    /// Of every child that has ended and was waited for, and of theirs.
    private func processorSecondsOfChildren() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    private func median(_ values: [Double]) -> Double { Sample(values)?.median ?? .nan }

    private func span(_ values: [Double]) -> String {
        String(format: "(%.2f to %.2f)", values.min() ?? .nan, values.max() ?? .nan)
    }

    private func load() -> String {
        var averages = [Double](repeating: 0, count: 1)
        return getloadavg(&averages, 1) == 1 ? String(format: "%.2f", averages[0]) : "unknown"
    }
}
