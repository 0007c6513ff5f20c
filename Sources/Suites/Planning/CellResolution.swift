import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Support

/// Turns declared variants into planned cells, collecting every finding on the way.
struct CellResolution {
    private let locateRuntime: Planner.RuntimeLocator
    /// By path: several variants may share a model, whose files take long to read. Nil for one that is not to be had.
    private var contents: [String: ModelContent?] = [:]
    private var goldenSetIndices: [String: Int] = [:]
    private(set) var goldenSets: [PlannedGoldenSet] = []
    private(set) var cells: [PlannedCell] = []
    var findings: [Diagnostic] = []

    init(locateRuntime: @escaping Planner.RuntimeLocator) {
        self.locateRuntime = locateRuntime
    }

    mutating func add(_ suite: Suite, side: CellRecord.Side, selected: Set<String>) {
        var runtimes: [String: LocatedRuntime?] = [:]
        for model in suite.models {
            let variants = model.variants.filter { selected.contains("\(model.name)/\($0.name)") }
            guard !variants.isEmpty, let declaredSet = suite.goldenSets[model.goldenSet] else { continue }
            let goldenSet = openGoldenSet(declaredSet)
            for variant in variants {
                guard let declaration = suite.runtimes[variant.runtime] else { continue }
                if runtimes[variant.runtime] == nil { runtimes[variant.runtime] = locate(declaration) }
                let content = content(of: variant.file)
                guard let goldenSet, let content, let runtime = runtimes[variant.runtime] ?? nil else { continue }
                var cell = PlannedCell(
                    id: cells.count, side: side, model: model.name, variant: variant.name,
                    runtimeLabel: variant.runtime, isReference: model.reference == variant.name,
                    isAnchor: variant.isAnchor, modelContent: content, runtime: runtime,
                    options: SessionOptions(declaration), goldenSet: goldenSet)
                cell.tensors = TensorSelectors(variant, on: goldenSets[goldenSet].set, findings: &findings)
                cells.append(cell)
            }
        }
    }

    private mutating func openGoldenSet(_ declared: LocatedPath) -> Int? {
        if let index = goldenSetIndices[declared.path] { return index < 0 ? nil : index }
        // Two checkouts mostly have the same set, each in a folder of its own. The manifest holds the digests of all data: where it
        // is that of a set which was verified, that set's data is the other's, be it there or not.
        if let digest = try? SHA256.hexadecimal(ofFile: declared.path + "/" + GoldenSetManifest.fileName),
            let index = goldenSets.firstIndex(where: { $0.set.digest == digest })
        {
            goldenSetIndices[declared.path] = index
            return index
        }
        do {
            let set = try GoldenSet.open(folder: declared.path, verifyingDigests: true)
            goldenSets.append(PlannedGoldenSet(folder: declared.path, set: set))
            goldenSetIndices[declared.path] = goldenSets.count - 1
            return goldenSets.count - 1
        } catch {
            add(error.diagnostics, at: declared.location)
            goldenSetIndices[declared.path] = -1
            return nil
        }
    }

    private mutating func locate(_ declaration: RuntimeDeclaration) -> LocatedRuntime? {
        if let words = declaration.worker {
            let digest = words[0].contains("/") ? try? SHA256.hexadecimal(ofFile: words[0]) : nil
            return LocatedRuntime(
                name: declaration.name, version: declaration.version, libraryPath: nil,
                libraryDigest: digest ?? "unknown", worker: WorkerCommand(arguments: words), push: declaration.push)
        }
        do {
            return try locateRuntime(declaration.name, declaration.version)
        } catch let error as any DiagnosableError {
            add(error.diagnostics, at: declaration.location)
        } catch {
            findings.append(
                Diagnostic(
                    code: "plan.runtime", "cannot use runtime '\(declaration.label)': \(error)",
                    at: declaration.location))
        }
        return nil
    }

    private mutating func content(of file: LocatedPath) -> ModelContent? {
        if let known = contents[file.path] { return known }
        let content = read(file)
        contents[file.path] = .some(content)
        return content
    }

    private mutating func read(_ file: LocatedPath) -> ModelContent? {
        guard FileManager.default.fileExists(atPath: file.path) else {
            findings.append(
                Diagnostic(
                    code: "plan.missing-model", "model file \(file.path) does not exist", at: file.location,
                    hint:
                        "build or copy it first; scripts/bootstrap builds the models of the suites that ship with pawl")
            )
            return nil
        }
        do {
            return try ModelContent(path: file.path)
        } catch {
            add(error.diagnostics, at: file.location)
            return nil
        }
    }

    /// What a layer below found gets the place in the suite that led there, where it has none of its own.
    private mutating func add(_ diagnostics: [Diagnostic], at location: SourceLocation) {
        findings += diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.location = diagnostic.location ?? location
            return diagnostic
        }
    }
}
