import Foundation
import Measures
import Records
import RuntimeLibraries
import TestSupport
import Testing

/// The only tests that want what scripts/bootstrap builds.
@Suite("The demo's models", .needsRuntime, .needsDemoModels)
struct DemoModelTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("The demo's golden set is whole and describes itself")
    func goldenSet() {
        let folder = Repository.root + "/GoldenSets/filetypes"
        #expect(workspace.pawl("golden", "verify", folder).code == 0)
        #expect(workspace.pawl("golden", "describe", folder).result.contains("samples"))
    }

    @Test("The fp32 model answers its golden set as well as it is documented to")
    func accuracy() throws {
        let suite = try Repository.text("Suites/demo.yaml")
            .replacing("../GoldenSets/", with: Repository.root + "/GoldenSets/")
            .replacing("../.pawl/", with: Installation.pawlFolder.path + "/")
        try workspace.write(
            suite + "measurement: \(Workspace.quickMeasurement)\n", to: "demo.yaml")
        let outcome = workspace.pawl("run", workspace.file("demo.yaml"), "--only", "filetype/fp32")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let cell = try #require(try workspace.latestRun()?.cells.first)
        let accuracy = try #require(cell.accuracy?.metrics[.accuracy])
        #expect(accuracy > 0.9)
        #expect(!cell.operators.isEmpty)
    }
}
