import Foundation
import PawlCommand
import Records
import Statistics

/// `pawl-bench layers`: whether `pawl explain` names the layer whose weights were perturbed, and no other, and what that takes.
struct LayerCauseProof {
    static let usage = """
        Usage: pawl-bench layers [options]

        Makes models of 12 like layers and the same in dynamic int8, once with the weights of one layer perturbed and once without, and
        has 'pawl explain' say which layer breaks them. Exactly the perturbed layer has to be named in 95 of 100, none without. Then
        models of 60 layers: the search may take a fifth of the time of trying every layer alone.

        --cases N         with a perturbed layer, and as many without (default: 100)
        --runtime R       that runs them (default: onnxruntime==1.31.1)
        --seed S          of models and samples (default: 1)
        --json            print the figures as JSON

        Exit code 1 when a goal is missed.
        """

    private let cases: Int
    private let runtime: String
    private let seed: UInt64
    private let asJSON: Bool
    private let progress: (String) -> Void

    private static let layers = 12
    /// As many as a model of some size has: the time is held against a trial of each.
    private static let manyLayers = 60, races = 3

    init(_ arguments: [String], _ progress: @escaping (String) -> Void) throws(TraceError) {
        var options = CommandOptions(arguments)
        cases = Int(try options.number("--cases", in: 0...100_000) ?? 100)
        runtime = try options.text("--runtime") ?? "onnxruntime==1.31.1"
        seed = UInt64(try options.number("--seed", in: 0...1e15) ?? 1)
        asJSON = options.flag("--json")
        guard try options.rest().isEmpty, runtime.components(separatedBy: "==").count == 2 else {
            throw .wrongArgument(
                "layers takes a runtime with its version, and no files", hint: "pawl-bench layers --help")
        }
        self.progress = progress
    }

    /// - Returns: 1 when a goal is missed.
    func run() throws -> Int32 {
        let lines = try lines()
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        } else {
            for line in lines { print(line.text) }
        }
        return lines.contains { $0.isMet == false } ? 1 : 0
    }

    private func lines() throws -> [BenchmarkLine] {
        var generator = SeededGenerator(seed: seed)
        var (exact, clean) = (0, 0)
        for number in 0..<cases {
            let layer = Int.random(in: 0..<Self.layers, using: &generator)
            let found = try explain(planted: layer, seed: generator.next())
            if found.causes == ["layer_\(layer)"] { exact += 1 }
            let none = try explain(planted: nil, seed: generator.next())
            if none.causes.isEmpty { clean += 1 }
            progress(
                "case \(number + 1): planted layer_\(layer), named \(text(found.causes)) in \(found.trials) trials; "
                    + "planted none, named \(text(none.causes))")
        }
        var shares: [Double] = []
        for _ in 0..<Self.races {
            let layer = Int.random(in: 0..<Self.manyLayers, using: &generator)
            let found = try explain(layers: Self.manyLayers, planted: layer, seed: generator.next())
            shares.append(found.seconds / (Double(found.differingLayers) * found.secondsPerTrial))
            progress(
                "\(Self.manyLayers) layers: named \(text(found.causes)) in \(found.trials) trials and "
                    + "\(Quantity.duration(seconds: found.seconds))")
        }
        return [
            .atLeast(
                0.95, "one layer's weights perturbed: exactly that layer named", Double(exact) / Double(max(cases, 1)),
                "(\(cases))"),
            .atLeast(1, "no layer perturbed: none named", Double(clean) / Double(max(cases, 1)), "(\(cases))"),
            .atMost(
                0.2, "search of \(Self.manyLayers) layers, share of the time of trying each alone",
                shares.max() ?? 0, "(at most, of \(Self.races))"),
        ]
    }

    private func text(_ causes: [String]) -> String { causes.isEmpty ? "none" : causes.joined(separator: ", ") }

    private func explain(layers: Int = Self.layers, planted: Int?, seed: UInt64) throws -> Found {
        let model = try QuantisedLayers(layers: layers, planted: planted, runtime: runtime, seed: seed)
        let output = CollectedOutput()
        let own = CommandContext.ofThisProcess()
        let context = CommandContext(
            environment: own.environment, workingFolder: own.workingFolder, output: output, worker: own.worker)
        let code = PawlCommand.run(
            arguments: ["explain", model.suite, "--only", "planted/int8", "--what", "accuracy", "--format", "json"],
            context: context)
        guard code == .passed else {
            throw TraceError.nothingToRecord(suite: model.suite, hint: "pawl explain failed: \(output.diagnostics)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(output.result.utf8)).accuracy.found
    }

    private struct Found {
        var causes: [String]
        var trials: Int
        var seconds: Double
        var secondsPerTrial: Double
        var differingLayers: Int
    }

    /// What is read of the report.
    private struct Report: Decodable {
        struct Accuracy: Decodable {
            struct Cause: Decodable { var layer: String }
            var causes: [Cause]
            var trials: Int
            var seconds: Double
            var secondsPerTrial: Double?
            var differingLayers: Int

            var found: Found {
                Found(
                    causes: causes.map(\.layer), trials: trials, seconds: seconds,
                    secondsPerTrial: secondsPerTrial ?? .nan, differingLayers: differingLayers)
            }
        }
        var accuracy: Accuracy
    }
}
