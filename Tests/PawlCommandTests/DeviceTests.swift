import Foundation
import Records
import TestSupport
import Testing

@Suite("pawl gate --device", .hangLimit)
struct DeviceTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("A class beside the suite adds its gates, and verdicts say whose limit it is", .needsRuntime)
    func applies() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier], gates: ["{ metric: accuracy, min: 50% }"])
        try workspace.write(
            """
            pawl: 1
            device: tiny
            title: Nothing fits
            source: made by the test
            gates:
              - { metric: model_size, max: 1 B }

            """, to: "devices/tiny.yaml")
        let outcome = workspace.pawl("gate", suite, "--device", "tiny")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("model size at most 1 B (device class tiny)"))
        let run = try #require(try workspace.latestRun())
        #expect(run.verdicts.map(\.metric) == [.accuracy, .modelSize])
        #expect(run.verdicts.map(\.gate) == [0, 1])
        #expect(run.verdicts[1].file.hasSuffix("devices/tiny.yaml"))
        let path = workspace.pawl("gate", suite, "--device", "devices/tiny.yaml", "--fresh")
        #expect(path.code == 1, "\(path.diagnostic)")
    }

    @Test("An unknown class says what is known, or where one would be looked for")
    func unknown() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let none = workspace.pawl("gate", suite, "--device", "phone")
        #expect(none.code == 2 && none.diagnostic.contains("devices/phone.yaml"))
        try workspace.write("", to: "devices/phone.yaml")
        try workspace.write("", to: "devices/watch.yaml")
        let other = workspace.pawl("gate", suite, "--device", "phnoe")
        #expect(other.code == 2 && other.diagnostic.contains("did you mean 'phone'? known: phone, watch"))
        #expect(!workspace.exists("Results"))
    }
}
