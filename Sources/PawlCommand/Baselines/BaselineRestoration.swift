import Diagnostics
import Foundation
import GoldenSets
import ModelFormats
import Records
import Suites
import Support

/// Restores a suite that can be measured again from what a baseline kept, as far as possible.
struct BaselineRestoration {
    /// Nil when nothing can be measured again.
    private(set) var suite: Suite?
    /// `model/variant` of what cannot, and why.
    private(set) var obstacles: [String: String] = [:]
    private(set) var warnings: [String] = []
    private let promotion: BaselinePromotion
    private let checkout: ArtifactCheckout
    private let locate: Planner.RuntimeLocator

    /// - Parameters:
    ///   - candidate: what is measured now, whose golden sets the baseline is measured on as well.
    ///   - checkout: receives the files.
    ///   - locate: finds installed runtimes.
    init(
        of promotion: BaselinePromotion, beside candidate: Suite, in checkout: ArtifactCheckout,
        locate: @escaping Planner.RuntimeLocator
    ) {
        self.promotion = promotion
        self.checkout = checkout
        self.locate = locate
        guard !promotion.files.isEmpty else {
            refuseAll("only digests of its files were kept (--without-artifacts)")
            return
        }
        do {
            suite = try restoredSuite(beside: candidate)
        } catch {
            refuseAll(Self.words(error))
        }
    }

    private mutating func refuseAll(_ reason: String) {
        for variant in promotion.variants { obstacles[variant.name] = reason }
    }

    private mutating func restoredSuite(beside candidate: Suite) throws -> Suite? {
        guard let text = promotion.files.first(where: { $0.role == .suite }) else {
            throw UsageError(message: "its suite was not kept", hint: "")
        }
        var suite = try SuiteReader.read(file: checkout.place(text.artifact, in: "suite", as: text.path))
        (suite.file, suite.warnings, suite.goldenSets) = (promotion.run.suite.file, [], [:])
        var models: [ModelDeclaration] = []
        for model in suite.models {
            guard let now = candidate.models.first(where: { $0.name == model.name }),
                let set = candidate.goldenSets[now.goldenSet]
            else { continue }
            var restored = model
            restored.variants = model.variants.compactMap { restore($0, of: model, in: &suite) }
            guard !restored.variants.isEmpty else { continue }
            // A set of its own for each model: two that shared one then may have two now.
            restored.goldenSet = model.name
            suite.goldenSets[model.name] = goldenSet(of: model.name, now: set)
            models.append(restored)
        }
        suite.models = models
        return models.isEmpty ? nil : suite
    }

    /// A variant with its kept file and the runtime that it was measured with; nil with an obstacle.
    private mutating func restore(
        _ declared: VariantDeclaration, of model: ModelDeclaration, in suite: inout Suite
    ) -> VariantDeclaration? {
        // What the run did not measure (--only) is no part of the baseline.
        guard
            let index = promotion.variants.firstIndex(where: { $0.model == model.name && $0.variant == declared.name })
        else { return nil }
        let variant = promotion.variants[index]
        do {
            try checkRuntime(of: variant, declared: suite.runtimes[declared.runtime])
            try checkLibraries(of: variant, declared, suite.runtimes[declared.runtime])
            var restored = declared
            let files = promotion.modelFiles(of: variant)
            let digests = files.map(\.digest)
            // Records of earlier versions have the digest of the first file alone.
            guard let first = digests.first,
                [ModelContent.digest(ofFiles: digests), first].contains(variant.modelFile.digest)
            else { throw UsageError(message: "its model file was not kept", hint: "") }
            let paths = try files.map { try checkout.place($0.artifact, in: "model-\(index)", as: $0.path) }
            restored.file.path = paths[0]
            suite.runtimes[declared.runtime]?.name = variant.runtime.name
            suite.runtimes[declared.runtime]?.version = variant.runtime.version
            if !variant.wasLocalBuild { suite.runtimes[declared.runtime]?.library = nil }
            return restored
        } catch {
            obstacles[variant.name] = Self.words(error)
            return nil
        }
    }

    private func checkRuntime(of variant: BaselineVariant, declared: RuntimeDeclaration?) throws {
        let title = "\(variant.runtime.name) \(variant.runtime.version)"
        if let device = variant.device { throw UsageError(message: "it was measured on \(device)", hint: "") }
        guard let declared, declared.worker == nil else {
            throw UsageError(
                message: "its runtime \(title) was run by a program of the suite's own ('worker'), which is not kept",
                hint: "")
        }
        guard !variant.wasLocalBuild || declared.library != nil else {
            throw UsageError(message: "its runtime \(title) was a local build, which is not kept", hint: "")
        }
        let digest =
            variant.wasLocalBuild
            ? try SHA256.hexadecimal(ofFile: declared.library ?? "")
            : try locate(variant.runtime.name, variant.runtime.version).libraryDigest
        guard digest == variant.runtime.libraryDigest else {
            throw UsageError(
                message:
                    "the \(variant.wasLocalBuild ? "local build of" : "installed") \(title) is another build of it (library \(digest.prefix(12)), then "
                    + "\(variant.runtime.libraryDigest.prefix(12)))", hint: "")
        }
    }

    /// Libraries of operators and of providers are no part of what is kept: those of then must still be there.
    private func checkLibraries(
        of variant: BaselineVariant, _ declared: VariantDeclaration, _ runtime: RuntimeDeclaration?
    ) throws {
        let roles = [PlannedLibrary.Role.customOperators, .provider].map { $0.rawValue + "." }
        let then = variant.runtime.options.filter { key, _ in roles.contains { key.hasPrefix($0) } }.map(\.value)
        let files =
            (runtime?.customOperators ?? []) + declared.customOperators + [runtime?.providerLibrary].compactMap(\.self)
        let now = files.compactMap { try? SHA256.hexadecimal(ofFile: $0.path) }
        guard then.sorted() == now.sorted() else {
            throw UsageError(message: "its libraries of operators or of a provider are others now", hint: "")
        }
    }

    /// Today's golden set, on which both sides can be compared; the kept one where today's asks something else of a model.
    private mutating func goldenSet(of model: String, now: LocatedPath) -> LocatedPath {
        guard let then = promotion.variants.first(where: { $0.model == model })?.goldenSetDigest,
            let current = try? GoldenSet.open(folder: now.path, verifyingDigests: false), current.digest != then
        else { return now }
        do {
            let folder = "golden-\(then.prefix(16))"
            for file in promotion.files where file.role == .goldenSet && file.owner == then {
                _ = try checkout.place(file.artifact, in: folder, as: file.path)
            }
            let kept = try GoldenSet.open(folder: "\(checkout.path)/\(folder)", verifyingDigests: false)
            guard kept.manifest.fits(current.manifest) else {
                warnings.append(
                    "\(model): the golden set of \(promotion.label) asks something else than today's: the baseline is "
                        + "measured on its own, so that predictions cannot be compared")
                return LocatedPath(path: kept.folder, location: now.location)
            }
        } catch {
            // Whether today's fits shows when the model is run on it.
        }
        warnings.append(
            "\(model): the golden set changed since \(promotion.label): both sides are measured on today's")
        return now
    }

    private static func words(_ error: any Error) -> String {
        (error as? any DiagnosableError)?.diagnostics.first.map { finding in
            finding.message + (finding.cause.map { " (\($0))" } ?? "")
        } ?? "\(error)"
    }
}

extension GoldenSetManifest {
    /// Whether a model that runs on one set can run on the other: the same task, with inputs of the same names.
    fileprivate func fits(_ other: GoldenSetManifest) -> Bool {
        task.kind == other.task.kind && Set(inputs.keys) == Set(other.inputs.keys)
            && Set(state.keys) == Set(other.state.keys)
    }
}

extension BaselineVariant {
    /// Whether its runtime was a library that the user named.
    fileprivate var wasLocalBuild: Bool { runtime.options["library"] == LibraryOrigin.local.title }
}
