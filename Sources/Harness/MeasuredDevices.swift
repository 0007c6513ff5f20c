import Records
import Suites
import Synchronization
import Worker

/// Which machine each cell is measured on, as its workers say: records it, and lets no cell move to another.
final class MeasuredDevices: Sendable {
    private struct State {
        /// By cell id; nil for the supervisor's own machine.
        var devices: [Int: String?] = [:]
        /// What told apart machines that describe themselves alike, by description; nil of one that says no more.
        var machines: [String: [String?]] = [:]
    }

    /// More of a description is cut off: it comes from outside.
    private static let longestDescription = 200

    private let progress: CellProgress
    private let state = Mutex(State())

    init(progress: CellProgress) {
        self.progress = progress
        // What an earlier process measured of a cell binds this one.
        let measured = progress.cells.filter { !$0.launches.isEmpty }.map { ($0.id, $0.device) }
        state.withLock { $0.devices = Dictionary(uniqueKeysWithValues: measured) }
    }

    /// - Throws: `WorkerFailure` when a cell's worker is on another machine than the one before.
    func note(_ worker: WorkerProcess, of cell: PlannedCell) throws(WorkerFailure) {
        let device = worker.isElsewhere ? name(of: worker.greeting, cell) : nil
        let before = state.withLock { state -> String?? in
            defer { if state.devices[cell.id] == nil { state.devices[cell.id] = .some(device) } }
            return state.devices[cell.id]
        }
        guard let before else { return progress.update(cell.id) { $0.device = device } }
        guard before != device else { return }
        throw WorkerFailure(
            kind: .error,
            message:
                "the worker runs on \(device ?? "this machine"), the one before ran on \(before ?? "this machine")",
            hint: "a device that was restarted counts as another; the 'worker' of a runtime must lead to one machine"
        )
    }

    /// In a line; machines that describe themselves alike are numbered.
    private func name(of greeting: HelloCall.Reply, _ cell: PlannedCell) -> String {
        let words = (greeting.device ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = words.isEmpty ? "the machine of '\(cell.runtime.worker?.text ?? "")'" : words
        let description = String(line.prefix(Self.longestDescription))
        let number = state.withLock { state in
            let known = state.machines[description] ?? []
            if let position = known.firstIndex(of: greeting.machine) { return position }
            state.machines[description] = known + [greeting.machine]
            return known.count
        }
        return number == 0 ? description : "\(description) (\(number + 1))"
    }
}
