import Foundation
import TestSupport
import Testing

@Suite("Bad golden sets are refused before anything is measured", .hangLimit)
struct BadGoldenSetTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(["a": .rightClassifier])
    }

    struct Damage: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// What the diagnostics must say.
        var words: [String]
        var apply: @Sendable (Workspace) throws -> Void
    }

    static let damages = [
        Damage(testDescription: "a wrong digest", words: ["x.npy", "is not the file that the manifest describes"]) {
            try $0.goldenSet.write(
                NumpyFile.data(of: [Float](repeating: 0, count: 32), shape: [8, 4], type: "<f4"), to: "x.npy")
        },
        Damage(testDescription: "a truncated .npy", words: ["x.npy", "bytes"]) {
            let whole = try Data(contentsOf: URL(fileURLWithPath: $0.goldenSet.folder + "/x.npy"))
            try $0.goldenSet.write(whole.prefix(whole.count - 4), to: "x.npy")
            try $0.goldenSet.writeManifest(count: 8)
        },
        Damage(testDescription: "a .npy that is none", words: ["x.npy"]) {
            try $0.goldenSet.write(Data("no array".utf8), to: "x.npy")
            try $0.goldenSet.writeManifest(count: 8)
        },
        Damage(testDescription: "missing labels", words: ["cannot read", "labels.npy"]) {
            try FileManager.default.removeItem(atPath: $0.goldenSet.folder + "/labels.npy")
        },
        Damage(testDescription: "a label beyond the classes", words: ["label 9 of sample 7", "golden.yaml:13:"]) {
            try $0.goldenSet.write(
                NumpyFile.data(of: [0, 1, 2, 3, 0, 1, 2, 9] as [Int32], shape: [8], type: "<i4"), to: "labels.npy")
            try $0.goldenSet.writeManifest(count: 8)
        },
        Damage(testDescription: "a wrong count", words: ["has 8 rows, the manifest says 9 samples"]) {
            try $0.goldenSet.writeManifest(count: 9)
        },
        Damage(testDescription: "control characters in a sample's name", words: ["samples.txt"]) {
            let names = ["bell\u{07}"] + (1..<8).map { "s\($0)" }
            try $0.goldenSet.write(Data(names.joined(separator: "\n").utf8), to: "samples.txt")
            try $0.goldenSet.writeManifest(count: 8)
        },
        Damage(testDescription: "a missing manifest", words: ["golden.yaml"]) {
            try FileManager.default.removeItem(atPath: $0.goldenSet.folder + "/golden.yaml")
        },
    ]

    @Test(
        "run and gate refuse, with a place in the suite or the file, and record nothing", .needsRuntime,
        arguments: damages)
    func refused(damage: Damage) throws {
        try damage.apply(workspace)
        for command in ["run", "gate"] {
            let outcome = workspace.pawl(command, suite)
            #expect(outcome.code == 2)
            #expect(outcome.result.isEmpty)
            for word in damage.words { #expect(outcome.diagnostic.contains(word), "\(outcome.diagnostic)") }
            #expect(outcome.diagnostic.contains(#/(golden.yaml|suite.yaml|samples.txt):\d+:\d+: error: /#))
        }
        #expect(try workspace.latestRun() == nil)
    }

    @Test("golden verify refuses the same", arguments: damages)
    func verified(damage: Damage) throws {
        #expect(workspace.pawl("golden", "verify", workspace.goldenSet.folder).code == 0)
        try damage.apply(workspace)
        let outcome = workspace.pawl("golden", "verify", workspace.goldenSet.folder)
        #expect(outcome.code == 2)
        for word in damage.words { #expect(outcome.diagnostic.contains(word), "\(outcome.diagnostic)") }
    }
}
