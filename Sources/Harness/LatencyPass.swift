import CSystem
import Planning
import Processes
import Records
import Statistics
import SuiteModel

/// Measures latency and memory, launch by launch; nothing else of Pawl runs meanwhile.
struct LatencyPass {
    let plan: Plan
    let workers: WorkerStarter

    /// Rounds of one launch per contest, the contests of a round in random order: a slow drift of the machine meets all
    /// of them alike, and a run that is stopped has measured all of them equally long.
    func run(_ contests: [LatencyContest], seed: UInt64, into progress: CellProgress) {
        var generator = SeededGenerator(seed: seed)
        var contests = contests
        let start = pawl_monotonic_raw_nanoseconds()
        for index in 0..<plan.measurement.launches {
            contests.shuffle(using: &generator)
            for position in contests.indices {
                guard !workers.interruption.wasTriggered else { return }
                contests[position] = withoutFailedBaseline(contests[position], progress)
                let contest = contests[position]
                if !contest.cells.contains(where: { progress.hasFailed($0.id) }) {
                    measure(contest, index: index, runStart: start, using: &generator, into: progress)
                }
                progress.report(.stepFinished(label: contest.cells.last?.name ?? ""))
            }
        }
    }

    /// A candidate whose baseline failed is still measured, alone: its absolute budgets can be judged.
    private func withoutFailedBaseline(_ contest: LatencyContest, _ progress: CellProgress) -> LatencyContest {
        guard contest.cells.count == 2, progress.hasFailed(contest.cells[0].id) else { return contest }
        return LatencyContest(pair: nil, cells: [contest.cells[1]])
    }

    private func measure(
        _ contest: LatencyContest, index: Int, runStart: UInt64, using generator: inout SeededGenerator,
        into progress: CellProgress
    ) {
        let turn = MeasurementTurn.take(workers.interruption) { progress.report(.waitingForAnotherRun) }
        guard let turn else { return }
        defer { withExtendedLifetime(turn) {} }
        let start = pawl_monotonic_raw_nanoseconds()
        let launch = LaunchMeasurement(
            contest: contest, index: index, plan: plan, workers: workers, runStartNanoseconds: runStart)
        do {
            let records = try launch.measure(using: &generator)
            for (cell, record) in zip(contest.cells, records) {
                progress.update(cell.id) { $0.launches.append(record) }
            }
            if let pair = contest.pair { progress.update(pair: pair) { $0.launchesMeasured += 1 } }
        } catch {
            progress.fail(error.cell, error.failure)
        }
        let seconds = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        for cell in contest.cells {
            progress.update(cell.id) { $0.secondsSpent += seconds / Double(contest.cells.count) }
        }
        if let pair = contest.pair { progress.update(pair: pair) { $0.secondsSpent += seconds } }
    }
}
