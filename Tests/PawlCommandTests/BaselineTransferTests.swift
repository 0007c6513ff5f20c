import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("pawl baseline export and import", .needsRuntime, .hangLimit)
struct BaselineTransferTests {
    @Test("A baseline moves as one file into an empty database, where it is measured again")
    func moves() throws {
        let scene = try BaselineScene()
        let promotion = try scene.promote()
        #expect(scene.baseline("export", "main", "main.pawlbaseline").code == 0)

        let other = try BaselineScene()
        let file = scene.workspace.file("main.pawlbaseline")
        let imported = other.baseline("import", file, "--as", "vendor", "--reason", "trial")
        #expect(imported.code == 0, "\(imported.diagnostic)")
        let version = try #require(try other.store().baselines().first)
        #expect(version.label == "vendor@1")
        #expect(version.action == .imported)
        #expect(version.origin?.name == "main")
        #expect(version.origin?.promotedAt == promotion.promotedAt)
        #expect((version.run, version.variants, version.files) == (promotion.run, promotion.variants, promotion.files))
        #expect(other.baseline("verify").code == 0)
        let outcome = other.gate("--baseline", "vendor")
        #expect(outcome.code == 0, "\(outcome.result) \(outcome.diagnostic)")
        #expect(try other.latest().pairs.map(\.purpose) == [.baseline])

        // Once more changes nothing, also where it came from; a missing file comes back.
        try FileManager.default.removeItem(atPath: other.artifacts.path(of: version.files[0].digest))
        let again = other.baseline("import", file, "--as", "vendor")
        #expect(again.code == 0)
        #expect(again.diagnostic.contains("it is there already, as vendor@1"))
        #expect(other.baseline("verify").code == 0)
        #expect(scene.baseline("import", file).diagnostic.contains("it is there already, as main@1"))
        #expect(try scene.store().baselines() == [promotion])
        // Whoever sends a file says nothing about answers to reuse.
        let run = try #require(try other.store().run(id: promotion.run.id))
        #expect(run.cells.allSatisfy { $0.accuracy != nil && $0.accuracy?.origin == nil })
    }

    @Test("What is cut off, changed or hostile is refused whole")
    func hostile() throws {
        let scene = try BaselineScene()
        let promotion = try scene.promote()
        #expect(scene.baseline("export", "main", "main.pawlbaseline").code == 0)
        let path = scene.workspace.file("main.pawlbaseline")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        func refuse(_ data: Data, _ words: String) throws {
            try scene.workspace.write(data, to: "bad.pawlbaseline")
            let outcome = scene.baseline("import", "bad.pawlbaseline", database: "other.db", artifacts: "other")
            #expect(outcome.code == 2, "\(words)")
            #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
            #expect(!scene.workspace.exists("other.db"))
        }
        try refuse(whole.prefix(whole.count - 1), "bytes of files, its list says")
        try refuse(whole.prefix(100), "cut off, or too long")
        try refuse(Data("PK\u{3}\u{4}".utf8), "does not begin as an exported baseline does")
        var changed = whole
        changed[changed.count - 1] ^= 1
        try refuse(changed, "in it is damaged")

        let bundle = try ArtifactBundle(path: path)
        func rewrite(_ change: (inout [String: Any], inout [[String: Any]]) -> Void) throws -> Data {
            var object = try #require(
                try JSONSerialization.jsonObject(with: bundle.description) as? [String: Any])
            var inner = try #require(object["promotion"] as? [String: Any])
            var files = try #require(inner["files"] as? [[String: Any]])
            change(&inner, &files)
            inner["files"] = files
            object["promotion"] = inner
            let description = try JSONSerialization.data(withJSONObject: object)
            let file = scene.workspace.file("rewritten")
            try ArtifactBundle.write(description, bundle.artifacts, from: scene.artifacts, to: file)
            return try Data(contentsOf: URL(fileURLWithPath: file))
        }
        for name in ["../../out", "/etc/passwd", "a/../../b", ""] {
            try refuse(try rewrite { _, files in files[1]["path"] = name }, "has no usable name")
        }
        try refuse(try rewrite { _, files in files.removeLast() }, "its list of files")
        try refuse(try rewrite { inner, _ in inner["name"] = "../main" }, "its name is not a baseline's")
        try refuse(
            try rewrite { inner, _ in
                var run = inner["run"] as? [String: Any] ?? [:]
                run["id"] = "another"
                inner["run"] = run
            }, "not of the run that it brings")
        #expect(try scene.store().baselines() == [promotion])
    }

    @Test("On another machine it is measured again, and never compared by its record")
    func otherMachine() throws {
        let scene = try BaselineScene()
        let promotion = try scene.promote()
        try DatabaseIntruder(path: scene.workspace.database).execute(
            "UPDATE runs SET machine_fingerprint = 'beef' WHERE id = '\(promotion.run.id)'")
        #expect(scene.gate("--baseline", "main").code == 0)
        try FileManager.default.removeItem(atPath: try scene.artifact(.model, of: promotion))
        #expect(scene.gate("--baseline", "main").code == 2)
    }
}
