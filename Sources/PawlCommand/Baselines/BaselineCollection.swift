import Diagnostics
import Foundation
import GoldenSets
import ModelFormats
import Records
import Suites
import Support

/// Brings the files of a run into the artifacts: its suite, its models with their weights, its golden sets.
struct BaselineCollection {
    private let run: RunRecord
    private let store: ArtifactStore
    private let suite: Suite
    private var files: [BaselineFile] = []

    /// - Parameter suiteFile: where the run's suite lies now.
    /// - Returns: what was kept, the suite first.
    /// - Throws: `ArtifactError.changed` for a file that is another one than was measured; `SuiteError`, `GoldenSetError`.
    static func files(
        of run: RunRecord, suiteFile: String, in store: ArtifactStore
    ) throws -> [BaselineFile] {
        let kept = try store.add(file: suiteFile, expecting: run.suite.digest)
        var collection = BaselineCollection(run: run, store: store, suite: try SuiteReader.read(file: suiteFile))
        collection.keep(kept, .suite, owner: "", path: (suiteFile as NSString).lastPathComponent)
        for cell in run.cells where cell.side == .candidate { try collection.addModel(of: cell) }
        for cell in run.cells where cell.side == .candidate { try collection.addGoldenSet(of: cell) }
        return collection.files
    }

    private init(run: RunRecord, store: ArtifactStore, suite: Suite) {
        self.run = run
        self.store = store
        self.suite = suite
    }

    private mutating func addModel(of cell: CellRecord) throws {
        let declared = model(cell.model)?.variants.first { $0.name == cell.variant }?.file.path
        // The run may have been measured where the checkout lies no longer.
        let path = [cell.modelFile.path, declared].compactMap { $0 }.first(where: FileManager.default.fileExists)
        let content = try ModelContent(path: path ?? cell.modelFile.path)
        // Records of earlier versions have the digest of the first file alone.
        guard [content.digest, content.files[0].digest].contains(cell.modelFile.digest) else {
            throw ArtifactError.changed(
                path: content.path, expected: cell.modelFile.digest, found: content.digest)
        }
        for file in content.files {
            let kept = try store.add(file: content.path(of: file), expecting: file.digest)
            keep(kept, .model, owner: "\(cell.model)/\(cell.variant)", path: file.name)
        }
    }

    private mutating func addGoldenSet(of cell: CellRecord) throws {
        let digest = cell.goldenSetDigest
        guard !files.contains(where: { $0.role == .goldenSet && $0.owner == digest }) else { return }
        guard let name = model(cell.model)?.goldenSet, let folder = suite.goldenSets[name]?.path else { return }
        let manifest = folder + "/" + GoldenSetManifest.fileName
        keep(
            try store.add(file: manifest, expecting: digest), .goldenSet, owner: digest,
            path: GoldenSetManifest.fileName)
        // What is kept is compared with the manifest's digests one by one.
        let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
        for file in set.manifest.dataFiles {
            let kept = try store.add(file: folder + "/" + file.path, expecting: file.digest)
            keep(kept, .goldenSet, owner: digest, path: file.path)
        }
    }

    private mutating func keep(_ artifact: Artifact, _ role: BaselineFile.Role, owner: String, path: String) {
        files.append(
            BaselineFile(role: role, owner: owner, path: path, digest: artifact.digest, bytes: artifact.bytes))
    }

    private func model(_ name: String) -> ModelDeclaration? { suite.models.first { $0.name == name } }
}

extension BaselineFile {
    var artifact: Artifact { Artifact(digest: digest, bytes: bytes) }
}
