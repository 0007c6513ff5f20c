import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

/// Files that are no models, given to the runtime that this process tests.
@Suite(
    "A runtime given a bad file", .enabled(if: RuntimeRequest.text != nil, "runs in a process of its own"),
    .hangLimit)
struct BadModelContractTests {
    let runtime: RuntimeUnderTest

    init() throws { runtime = try RuntimeUnderTest.requested.get() }

    static let badModels: [(name: String, data: @Sendable (_ whole: Data) -> Data)] = [
        ("empty", { _ in Data() }),
        ("text", { _ in Data("This is no model.\n".utf8) }),
        (
            "random",
            { _ in
                var generator = SplitMix64(state: 42)
                return Data((0..<4096).map { _ in UInt8.random(in: 0...255, using: &generator) })
            }
        ),
        ("zeros", { _ in Data(count: 4096) }),
        ("half", { $0.prefix($0.count / 2) }),
    ]

    @Test("says that it is no model, and why", arguments: badModels.map(\.name))
    func refusesTheFile(name: String) throws {
        let whole = try #require(runtime.kind.model(.linear))
        let data = try #require(Self.badModels.first { $0.name == name }).data(whole)
        let error = #expect(throws: InferenceError.self) { try runtime.session(data: data) }
        guard case .invalidModel(_, let reason) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test("says so of a missing file and of a folder")
    func refusesMissingFiles() throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("missing.\(runtime.kind.fileExtension)"), folder.path] {
            let error = #expect(throws: InferenceError.self) {
                try runtime.library.openSession(modelAt: path, options: SessionOptions())
            }
            guard case .invalidModel(path, _) = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
        }
    }
}

/// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators": the same bytes in every run.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
