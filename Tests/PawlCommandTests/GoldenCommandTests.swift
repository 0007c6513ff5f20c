import Support
import TestSupport
import Testing

@Suite("pawl golden", .hangLimit)
struct GoldenCommandTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("verify counts the samples of a whole set, its folder relative to the working folder or absolute")
    func verify() {
        for folder in ["golden", workspace.goldenSet.folder] {
            let outcome = workspace.pawl("golden", "verify", folder)
            #expect(outcome.code == 0, "\(outcome.diagnostic)")
            #expect(outcome.result.contains("fixture version 1: 8 samples, every digest agrees"))
            #expect(outcome.diagnostic.isEmpty)
        }
    }

    @Test("describe says what a set is, where it comes from and what it does not show")
    func describe() {
        let outcome = workspace.pawl("golden", "describe", "golden")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        for word in ["A fixture", "made by the test", "Apache-2.0", "shows nothing of the world", "8"] {
            #expect(outcome.result.contains(word))
        }
    }

    @Test("Both answer scripts with the set's facts", arguments: ["verify", "describe"])
    func json(command: String) throws {
        let outcome = workspace.pawl("golden", command, "golden", "--format", "json")
        #expect(outcome.code == 0)
        let json = try Workspace.json(outcome.result)
        #expect(json["id"] as? String == "fixture")
        #expect(json["samples"] as? Int == 8)
        #expect(
            json["digest"] as? String == (try SHA256.hexadecimal(ofFile: workspace.goldenSet.folder + "/golden.yaml")))
    }

    @Test("A folder that is none is a mistake", arguments: ["verify", "describe"])
    func missing(command: String) {
        let outcome = workspace.pawl("golden", command, "nowhere")
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("nowhere"))
    }
}
