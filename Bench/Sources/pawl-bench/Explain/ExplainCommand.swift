import Explanation
import Foundation
import PawlCommand
import Records
import Statistics
import Support

/// `pawl-bench explain`: does `pawl explain` name what was planted, and nothing else?
struct ExplainCommand {
    static let usage = """
        Usage: pawl-bench explain [options]

        Plants causes in models of like layers: one that is twice as wide, one with another activation, two at once, one that does in
        several operators what took one, and none. Exactly the planted layers have to be named in 95 of 100 cases of each kind, and
        none in cases without one. First on imagined profiles, which take no time; then, with --models, 'pawl explain' itself on
        models that are made for it, about 2 ms each, 16 s a case. Nothing else should run meanwhile.

        --simulated N     imagined cases of each kind (default: 100)
        --models N        cases of each kind that are measured (default: 0)
        --runtime R       that measures them (default: onnxruntime==1.31.1)
        --seed S          of the cases (default: 1)
        --json            print the figures as JSON

        Exit code 1 when a goal is missed.
        """

    private let simulated: Int
    private let models: Int
    private let runtime: String
    private let seed: UInt64
    private let asJSON: Bool

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        simulated = Int(try options.number("--simulated", in: 0...100_000) ?? 100)
        models = Int(try options.number("--models", in: 0...1000) ?? 0)
        runtime = try options.text("--runtime") ?? "onnxruntime==1.31.1"
        seed = UInt64(try options.number("--seed", in: 0...1e15) ?? 1)
        asJSON = options.flag("--json")
        guard try options.rest().isEmpty, runtime.components(separatedBy: "==").count == 2 else {
            throw .wrongArgument(
                "explain takes a runtime with its version, and no files", hint: "pawl-bench explain --help")
        }
    }

    /// - Returns: 1 when a goal is missed.
    func run(progress: (String) -> Void) throws -> Int32 {
        var lines: [BenchmarkLine] = []
        for (index, cause) in PlantedCause.allCases.enumerated() {
            var generator = SeededGenerator(seed: seed &+ UInt64(index) &* 1_000_003)
            var exact = 0
            for _ in 0..<simulated {
                let (launches, planted) = SimulatedProfiles.make(cause, using: &generator)
                let found = LatencyDecomposition(launches)?.causes.map { $0.baseline + $0.candidate } ?? []
                if Set(found.compactMap { Self.layer(of: $0.map(\.name)) }) == planted { exact += 1 }
            }
            if simulated > 0 { lines.append(Self.line(cause, "imagined", exact, of: simulated)) }
        }
        for cause in PlantedCause.allCases where models > 0 { lines += try measure(cause, progress) }
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        } else {
            for line in lines { print(line.text) }
        }
        return lines.contains { $0.isMet == false } ? 1 : 0
    }

    private func measure(_ cause: PlantedCause, _ progress: (String) -> Void) throws -> [BenchmarkLine] {
        var (exact, slowest) = (0, 0.0)
        for number in 0..<models {
            let model = try PlantedModel(cause, runtime: runtime, seed: seed &+ UInt64(number))
            let start = ContinuousClock.now
            let found = try Self.explain(model.suite)
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            slowest = max(slowest, seconds)
            let named = Set(found.causes.compactMap { Self.layer(of: $0) })
            if named == model.planted { exact += 1 }
            progress(
                "\(cause.rawValue) \(number + 1): planted \(Self.text(model.planted)), named \(Self.text(named)), "
                    + "\(Quantity.duration(seconds: seconds)), baseline \(Quantity.text(found.baseline, .time))")
        }
        return [
            Self.line(cause, "measured", exact, of: models),
            .atMost(22, "\(cause.rawValue), measured: the slowest explanation, its start included", slowest, "s"),
        ]
    }

    /// - Returns: the names of the nodes of each operator that is named, and the baseline's inference in nanoseconds.
    private static func explain(_ suite: String) throws -> (causes: [[String]], baseline: Double) {
        let output = CollectedOutput()
        let own = CommandContext.ofThisProcess()
        let context = CommandContext(
            environment: own.environment, workingFolder: own.workingFolder, output: output, worker: own.worker)
        let code = PawlCommand.run(
            arguments: ["explain", suite, "--only", "planted/after", "--what", "latency", "--format", "json"],
            context: context)
        guard code == .passed else {
            throw TraceError.nothingToRecord(suite: suite, hint: "pawl explain failed: \(output.diagnostics)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(output.result.utf8)).figures
    }

    /// What is read of the report.
    private struct Report: Decodable {
        struct Latency: Decodable { var finding: Finding? }
        struct Finding: Decodable {
            var operators: [Operator]
            var baselineNanoseconds: Double
        }
        struct Operator: Decodable {
            var isCause: Bool
            var baselineNodes: [Node]
            var candidateNodes: [Node]
        }
        struct Node: Decodable { var name: String }
        var latency: Latency

        var figures: (causes: [[String]], baseline: Double) {
            let causes = (latency.finding?.operators ?? []).filter(\.isCause)
                .map { ($0.baselineNodes + $0.candidateNodes).map(\.name) }
            return (causes, latency.finding?.baselineNanoseconds ?? 0)
        }
    }

    /// The one layer whose nodes these are; -1 where there is none, or several.
    private static func layer(of names: [String]) -> Int? {
        let layers = Set(names.map { name in name.firstMatch(of: /layer_(\d+)/).flatMap { Int($0.1) } ?? -1 })
        return layers.count == 1 ? layers.first : -1
    }

    private static func line(_ cause: PlantedCause, _ how: String, _ exact: Int, of count: Int) -> BenchmarkLine {
        let what = cause == .none ? "none named where none is" : "exactly the planted layers named"
        return .atLeast(
            cause == .none ? 1 : 0.95, "\(cause.rawValue), \(how): \(what)", Double(exact) / Double(count), "(\(count))"
        )
    }

    private static func text(_ layers: Set<Int>) -> String {
        layers.isEmpty ? "none" : layers.sorted().map(String.init).joined(separator: ", ")
    }
}
