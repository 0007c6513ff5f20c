import Foundation
import RuntimeLibraries
import TestSupport

/// A suite of one model file, measured here and by a worker at the end of another program.
struct RemoteScene {
    let workspace: Workspace
    /// What the far side keeps.
    var received: String { workspace.file("far/cache/pawl/received") }

    init() throws {
        workspace = try Workspace(samples: 64)
        try workspace.write(TestModel.rightClassifier.data, to: "right.onnx")
    }

    /// `pawl worker` with the far side's own environment, which `ssh` does not carry over.
    ///
    /// - Parameter cache: the far side's cache, when it is another than that of `received`.
    func farWorker(
        _ options: String..., program: String = Repository.product("pawl"), runtimes: String? = nil,
        cache: String? = nil
    ) -> [String] {
        [
            "env", "-i", "PATH=/usr/bin:/bin", "HOME=\(workspace.file("far"))",
            "XDG_CACHE_HOME=\(cache ?? workspace.file("far/cache"))",
            "PAWL_HOME=\(runtimes ?? Installation.pawlFolder.path)", "PAWL_TEST_MARK=\(workspace.token)", program,
            "worker",
        ] + options
    }

    /// - Parameters:
    ///   - worker: nil measures the second variant here as well.
    ///   - launches: of a cell alone.
    func writeSuite(
        worker: [String]?, push: [String]? = nil, launches: Int = 2, blockTime: String = "200 us",
        timeout: String = "60 s"
    ) throws -> String {
        let keys = [("worker", worker), ("push", push)].compactMap { key, words in
            words.map { ", \(key): [\($0.map { "\"\($0)\"" }.joined(separator: ", "))]" }
        }.joined()
        try workspace.write(
            """
            pawl: 1
            suite: remote
            golden_sets: { g: \(workspace.goldenSet.folder) }
            runtimes:
              here: { name: onnxruntime, version: \(Installation.runtimeVersion) }
              board: { name: onnxruntime, version: \(Installation.runtimeVersion)\(keys) }
            models:
              m:
                golden_set: g
                reference: near
                variants:
                  near: { file: right.onnx, runtime: here }
                  far: { file: right.onnx, runtime: board }
            gates:
              - { metric: accuracy, against: reference, max_drop: 90 points }
              - { metric: agreement, against: reference, min: 90% }
              - { metric: latency_p50, max: 100 s }
              - { metric: model_size, max: 1 MB }
            measurement: { launches: \(launches), quads: 1, block_inferences: 2, block_time: \(blockTime),
              warm_up_cap: 5 ms, phase_timeout: \(timeout) }

            """, to: "remote.yaml")
        return workspace.file("remote.yaml")
    }

    /// Names of the files that the far side has, each with the number of its place on the disk: a file that came again has another.
    func arrivals() throws -> [String: UInt64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: received)) ?? []
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(received)/\(name)")
                return (name, (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
            })
    }
}
