import Diagnostics
import Foundation
import GoldenSets
import Support
import TestSupport

/// A golden set of four samples, three classes and one input `x: float32[4, 2]`, made to be spoilt.
struct SmallGoldenSet {
    let folder: TemporaryFolder
    /// What the manifest's `sha256` says, by file name; nil means the file's own.
    var statedDigests: [String: String] = [:]
    /// Whole lines of the manifest, by key; nil leaves the key out.
    var lines: [String: String?] = [:]
    private var files: [String: Data] = [:]

    static let inputValues: [Float] = [0, 1, 10, 11, 20, 21, 30, 31]

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-golden-test")
        self["x.npy"] = NumpyFile.data(of: Self.inputValues, shape: [4, 2], type: "<f4")
        self["labels.npy"] = NumpyFile.data(of: [0, 1, 2, 0] as [Int32], shape: [4], type: "<i4")
        self["names.txt"] = Data("a.txt\nb.txt\nc.txt\nd.txt\n".utf8)
        self["classes.txt"] = Data("cat\ndog\nfox\n".utf8)
    }

    subscript(name: String) -> Data? {
        get { files[name] }
        set { files[name] = newValue }
    }

    /// `{ file: NAME, sha256: ... }`, for lines of one's own.
    func file(_ name: String) -> String {
        let digest = statedDigests[name] ?? files[name].map { $0.withUnsafeBytes { SHA256.hexadecimal(of: $0) } }
        return "{ file: \(name), sha256: \(digest ?? String(repeating: "0", count: 64)) }"
    }

    /// Writes everything; the manifest has one key a line, in this order.
    func write() throws {
        for (name, data) in files { try AtomicFile.write(data, to: folder.file(name)) }
        let defaults: [(String, String)] = [
            ("golden", "golden: 1"), ("id", "id: small"), ("version", "version: 1.20"), ("title", "title: Animals"),
            ("task", "task: classification"), ("source", "source: made up"), ("licence", "licence: CC0-1.0"),
            ("labelled", "labelled: by hand"), ("limits", "limits: four samples"), ("samples", "samples: 4"),
            ("inputs", "inputs: { x: \(file("x.npy")) }"), ("labels", "labels: \(file("labels.npy"))"),
            ("sample_names", "sample_names: \(file("names.txt"))"), ("classes", "classes: \(file("classes.txt"))"),
            ("output", "output: { name: y, scores: probabilities }"),
        ]
        let manifest = defaults.compactMap { key, line in lines[key] ?? line }
        let extra = lines.keys.filter { key in !defaults.contains { $0.0 == key } }.sorted()
        let text = (manifest + extra.compactMap { lines[$0] ?? nil }).joined(separator: "\n") + "\n"
        try AtomicFile.write(text, to: folder.file("golden.yaml"))
    }

    func open(verifyingDigests: Bool = true) throws -> GoldenSet {
        try write()
        return try GoldenSet.open(folder: folder.path, verifyingDigests: verifyingDigests)
    }

    /// The findings of opening, each as `line code`, without the folder.
    func findings(verifyingDigests: Bool = true) throws -> [String] {
        do {
            _ = try open(verifyingDigests: verifyingDigests)
            return []
        } catch let error as GoldenSetError {
            return error.diagnostics.map { "\($0.location?.line ?? 0) \($0.code)" }
        }
    }

    /// The rendered error of opening.
    func errorText() throws -> String {
        do {
            _ = try open()
            return ""
        } catch let error as GoldenSetError {
            return error.description
        }
    }
}
