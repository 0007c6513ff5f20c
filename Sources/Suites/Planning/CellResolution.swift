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
    private let openLibrary: Planner.LibraryOpener
    /// Of libraries beside the runtimes' own, by path; nil for one that is not to be had.
    private var libraryDigests: [String: String?] = [:]
    /// By path: several variants may share a model, whose files take long to read. Nil for one that is not to be had.
    private var contents: [String: ModelContent?] = [:]
    private var goldenSetIndices: [String: Int] = [:]
    private(set) var goldenSets: [PlannedGoldenSet] = []
    private(set) var cells: [PlannedCell] = []
    var findings: [Diagnostic] = []

    init(locateRuntime: @escaping Planner.RuntimeLocator, openLibrary: @escaping Planner.LibraryOpener) {
        self.locateRuntime = locateRuntime
        self.openLibrary = openLibrary
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
                let libraries = libraries(of: variant, declaration)
                guard let goldenSet, let content, let libraries, let runtime = runtimes[variant.runtime] ?? nil else {
                    continue
                }
                var cell = PlannedCell(
                    id: cells.count, side: side, model: model.name, variant: variant.name,
                    runtimeLabel: variant.runtime, isReference: model.reference == variant.name,
                    isAnchor: variant.isAnchor, modelContent: content, runtime: runtime,
                    options: SessionOptions(declaration), goldenSet: goldenSet)
                cell.open(libraries)
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
            return declaration.library == nil
                ? try locateRuntime(declaration.name, declaration.version) : try openLibrary(declaration)
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

    /// The libraries that a variant needs beside its runtime's own, the declaration's first.
    ///
    /// - Returns: nil when one is not to be had, with a finding.
    private mutating func libraries(
        of variant: VariantDeclaration, _ declaration: RuntimeDeclaration
    ) -> [PlannedLibrary]? {
        let key = PlannedLibrary.Role.customOperators.rawValue
        let taken = RuntimeKeys.taken(by: declaration.name, inWorker: declaration.worker != nil) ?? []
        if let first = variant.customOperators.first, !taken.contains(key) || declaration.worker != nil {
            findings.append(
                Diagnostic(
                    code: "plan.custom-operators",
                    "variant '\(variant.name)' has '\(key)', which "
                        + (declaration.worker == nil ? "\(declaration.name) does not take" : "no 'worker' is given"),
                    at: first.location, hint: "onnxruntime and openvino take libraries of operators, on this machine"))
            return nil
        }
        var wanted = (declaration.customOperators + variant.customOperators).map {
            (role: PlannedLibrary.Role.customOperators, file: $0)
        }
        if let provider = declaration.providerLibrary { wanted.append((.provider, provider)) }
        let found = wanted.compactMap { role, file in
            digest(of: file, role).map { PlannedLibrary(role: role, path: file.path, digest: $0) }
        }
        return found.count == wanted.count ? found : nil
    }

    private mutating func digest(of library: LocatedPath, _ role: PlannedLibrary.Role) -> String? {
        if let known = libraryDigests[library.path] { return known }
        var digest: String?
        if let reason = LibraryFile.unfitness(at: library.path) {
            findings.append(
                Diagnostic(
                    code: "plan.library", "\(library.path) cannot be opened as a library", at: library.location,
                    hint: "'\(role.rawValue)' names shared libraries that were built for this machine", cause: reason))
        } else {
            do {
                digest = try SHA256.hexadecimal(ofFile: library.path)
            } catch {
                add(error.diagnostics, at: library.location)
            }
        }
        libraryDigests[library.path] = .some(digest)
        return digest
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
