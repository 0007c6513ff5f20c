import Foundation
import GoldenSets
import Support
import TestSupport

@testable import Worker

/// A scripted worker, a model and samples for it, in a private folder.
struct ConformanceScene {
    let folder: TemporaryFolder
    let goldenSet: GoldenSet

    /// - Parameter hasState: two sequences of four samples, and a model that carries state through them.
    init(hasState: Bool = false) throws {
        folder = try TemporaryFolder(prefix: "pawl-conformance-test")
        let fixture = try GoldenSetFixture(in: folder.file("golden"), count: 8)
        try AtomicFile.write("classes 4" + (hasState ? "\nstate yes" : ""), to: folder.file("a.model"))
        if hasState {
            let sequences: [Int32] = [0, 0, 0, 0, 1, 1, 1, 1]
            try fixture.write(NumpyFile.data(of: sequences, shape: [8], type: "<i4"), to: "sequences.npy")
            let manifest = try String(contentsOfFile: fixture.folder + "/golden.yaml", encoding: .utf8)
            let digest = try SHA256.hexadecimal(ofFile: fixture.folder + "/sequences.npy")
            try fixture.write(
                Data((manifest + "state: { h: h_out }\nsequences: { file: sequences.npy, sha256: \(digest) }\n").utf8),
                to: "golden.yaml")
        }
        goldenSet = try GoldenSet.open(folder: fixture.folder, verifyingDigests: true)
    }

    /// - Parameters:
    ///   - rules: what the worker does wrong (`Tampering`).
    ///   - beginnings: of the names of the checks to be made; nil for all.
    func report(
        _ rules: [String], only section: ConformanceCheck.Section? = nil, checks beginnings: [String]? = nil,
        timeoutSeconds: Double = 20
    ) throws -> ConformanceReport {
        let command =
            [Repository.product("scripted-worker")] + (rules.isEmpty ? [] : ["tamper"] + rules)
        let subject = ConformanceSubject(
            command: command, environment: ProcessInfo.processInfo.environment,
            material: .init(modelPath: folder.file("a.model"), goldenSet: goldenSet),
            runtime: RuntimeAddress(name: "scripted", version: "1"), timeoutSeconds: timeoutSeconds)
        let checks = ConformanceCheck.all.filter { check in
            (section == nil || check.section == section)
                && beginnings?.contains { check.name.hasPrefix($0) } ?? true
        }
        return try ConformanceRun(subject, interruption: Interruption()).report(of: checks)
    }
}

extension ConformanceReport {
    var failed: [Finding] { findings.filter { if case .failed = $0.outcome { true } else { false } } }

    /// What went wrong, for the message of a test that fails.
    var complaint: String { failed.map { "\($0.name): \($0.outcome)" }.joined(separator: "\n") }
}
