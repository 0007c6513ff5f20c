import Diagnostics
import Foundation
import PawlCommand
import Records
import Statistics
import Support

/// `pawl-bench sweep`: does `pawl runtime bisect` find planted steps, and what does it take beside gates?
struct SweepCommand {
    static let usage = """
        Usage: pawl-bench sweep [options]

        Sweeps over stacks of layers in the place of versions (docs/bisect.md): rows with one to three steps of 3.8 % or more at random
        places, which must be found there and nowhere else. Then the time of a sweep over one step of 5 % is held against that of
        gates between all neighbours, in turn, in the same run. Prepare the stacks with
        `.pawl/python/bin/python -m pawl_models build stack`. Nothing else should run meanwhile.

        --sweeps N        sweeps with planted steps (default: 20)
        --versions V      in a row (default: 12)
        --races R         sweeps held against gates (default: 3)
        --seed S          of rows and random orders (default: 1)
        --json            print the figures as JSON

        Exit code 1 when a goal is missed: every step found in 19 of 20 sweeps, none where there is none in 99 of 100, a third of the
        time.
        """

    private let sweeps: Int
    private let versions: Int
    private let races: Int
    private let seed: UInt64
    private let asJSON: Bool

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        sweeps = Int(try options.number("--sweeps", in: 0...10_000) ?? 20)
        versions = Int(try options.number("--versions", in: 4...200) ?? 12)
        races = Int(try options.number("--races", in: 0...1000) ?? 3)
        seed = UInt64(try options.number("--seed", in: 0...1e15) ?? 1)
        asJSON = options.flag("--json")
        guard try options.rest().isEmpty else {
            throw .wrongArgument("sweep takes no files", hint: "pawl-bench sweep --help")
        }
    }

    /// - Returns: 1 when a goal is missed.
    func run(progress: (String) -> Void) throws -> Int32 {
        let interruption = Interruption()
        let signals = InterruptionSignals(interruption)
        defer { withExtendedLifetime(signals) {} }
        let stacks = try StackVersions()
        let measurement = PairMeasurement(
            worker: CommandContext.ofThisProcess().worker, interruption: interruption)
        var generator = SeededGenerator(seed: seed)
        var lines = try proof(stacks, measurement, &generator, progress)
        if !interruption.wasTriggered { lines += try race(stacks, measurement, &generator, progress) }
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            print(String(decoding: try encoder.encode(lines), as: UTF8.self))
        } else {
            for line in lines { print(line.text) }
        }
        return lines.contains { $0.isMet == false } || interruption.wasTriggered ? 1 : 0
    }

    private func sweep(
        _ layers: [Int], of stacks: StackVersions, _ measurement: PairMeasurement, seed: UInt64
    ) throws -> VersionSweepResult {
        try VersionSweep(stacks.plan, versions: stacks.versions(layers), metric: .latencyP50) { plan, _, ask in
            try measurement.measure(plan, seed: seed, ask: ask)
        }.run()
    }

    /// Of the sweeps that were not interrupted.
    private func proof(
        _ stacks: StackVersions, _ measurement: PairMeasurement, _ generator: inout SeededGenerator,
        _ progress: (String) -> Void
    ) throws -> [BenchmarkLine] {
        var (done, whole, clean, launches, seconds) = (0, 0, 0, 0, 0.0)
        for number in 0..<sweeps {
            let layers = StackVersions.planted(versions, using: &generator)
            let result = try sweep(layers, of: stacks, measurement, seed: generator.next())
            guard result.ending == .complete else { break }
            let (planted, found) = (StackVersions.steps(layers), result.changes.map(\.between.latter))
            done += 1
            if Set(found).isSuperset(of: planted) { whole += 1 }
            if Set(planted).isSuperset(of: found) { clean += 1 }
            launches += result.launches
            seconds += result.seconds
            let sizes = result.changes.map { String(format: "%+.1f %%", ($0.change ?? .nan) * 100) }
            progress(
                "sweep \(number + 1): planted at \(places(planted)), found at \(places(found)) "
                    + "(\(sizes.joined(separator: ", "))); \(result.launches) launches in "
                    + Quantity.duration(seconds: result.seconds))
        }
        guard done > 0 else { return [] }
        let count = Double(done)
        return [
            .atLeast(0.95, "share of sweeps with every planted step at its place", Double(whole) / count, "(\(done))"),
            .atLeast(0.99, "share of sweeps without a step that was not planted", Double(clean) / count, "(\(done))"),
            .told("launches of a pair, a sweep of \(versions) versions", Double(launches) / count, "on average"),
            .told("machine time, a sweep of \(versions) versions", seconds / count, "s"),
        ]
    }

    private func race(
        _ stacks: StackVersions, _ measurement: PairMeasurement, _ generator: inout SeededGenerator,
        _ progress: (String) -> Void
    ) throws -> [BenchmarkLine] {
        var (done, swept, gated, found) = (0, 0.0, 0.0, (sweep: 0, gates: 0))
        for number in 0..<races {
            let place = Int.random(in: 1..<versions, using: &generator)
            let layers = (0..<versions).map { $0 < place ? 105 : 110 }
            let result = try sweep(layers, of: stacks, measurement, seed: generator.next())
            let gates = try NeighbourGates(stacks.plan, stacks.versions(layers))
                .run(measurement, seed: generator.next())
            guard result.ending == .complete, !measurement.interruption.wasTriggered else { break }
            done += 1
            swept += result.seconds
            gated += gates.seconds
            if result.changes.map(\.between.latter) == [place] { found.sweep += 1 }
            if gates.failed == [place] { found.gates += 1 }
            progress(
                "race \(number + 1): a step at \(places([place])); the sweep found "
                    + "\(places(result.changes.map(\.between.latter))) with \(result.launches) launches in "
                    + "\(Quantity.duration(seconds: result.seconds)), gates failed \(places(gates.failed)) with "
                    + "\(gates.launches) in \(Quantity.duration(seconds: gates.seconds)), \(gates.undecided) undecided")
        }
        guard done > 0, gated > 0 else { return [] }
        return [
            .told("races in which the sweep found the step, and no other", Double(found.sweep), "of \(done)"),
            .told("races in which gates between neighbours did", Double(found.gates), "of \(done)"),
            .atMost(1.0 / 3, "machine time of the sweep over that of gates between neighbours", swept / gated, ""),
        ]
    }

    private func places(_ versions: [Int]) -> String {
        versions.isEmpty ? "none" : versions.map { "v\($0 + 1)" }.joined(separator: ", ")
    }
}
