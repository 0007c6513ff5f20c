import Foundation
import Records
import Support

/// A version of a baseline as `--format json` prints it.
struct BaselineOutput: Encodable {
    struct Variant: Encodable {
        var name: String
        var modelFile: String
        var modelDigest: String
        var modelBytes: UInt64
        var runtime: String
        var runtimeVersion: String
        var runtimeLibraryDigest: String
        var options: [String: String]
        var goldenSetDigest: String
        var figures: [String: Double]
    }

    struct File: Encodable {
        var role: String
        var owner: String
        var path: String
        var digest: String
        var bytes: UInt64
    }

    var name: String
    var version: Int
    var action: String
    var restoredVersion: Int?
    var importedFrom: String?
    var promotedBy: String
    var promotedOn: String
    var promotedAt: String
    var reason: String?
    var acceptedReason: String?
    var overriddenVerdicts: [String]
    var run: String
    var runStartedAt: String
    var suite: String
    var suiteFile: String
    var suiteDigest: String
    var machineFingerprint: String
    var gitCommit: String?
    var gitIsDirty: Bool?
    var keptBytes: UInt64
    var variants: [Variant]
    var files: [File]

    init(_ promotion: BaselinePromotion) {
        let run = promotion.run
        name = promotion.name
        version = promotion.version
        action = promotion.action.rawValue
        restoredVersion = promotion.restoredVersion
        importedFrom = promotion.origin.map { "\($0.name)@\($0.version)" }
        promotedBy = promotion.promotedBy
        promotedOn = promotion.promotedOn
        promotedAt = promotion.promotedAt.formatted(.iso8601)
        reason = promotion.reason
        acceptedReason = promotion.acceptedReason
        overriddenVerdicts = promotion.overriddenVerdicts
        self.run = run.id
        runStartedAt = run.startedAt.formatted(.iso8601)
        suite = run.suite.name
        suiteFile = run.suite.file
        suiteDigest = run.suite.digest
        machineFingerprint = run.machineFingerprint
        gitCommit = run.gitCommit
        gitIsDirty = run.gitIsDirty
        keptBytes = promotion.keptBytes
        variants = promotion.variants.map { variant in
            Variant(
                name: variant.name, modelFile: variant.modelFile.path, modelDigest: variant.modelFile.digest,
                modelBytes: variant.modelFile.bytes, runtime: variant.runtime.name,
                runtimeVersion: variant.runtime.version, runtimeLibraryDigest: variant.runtime.libraryDigest,
                options: variant.runtime.options, goldenSetDigest: variant.goldenSetDigest, figures: variant.figures)
        }
        files = promotion.files.map {
            File(role: $0.role.rawValue, owner: $0.owner, path: $0.path, digest: $0.digest, bytes: $0.bytes)
        }
    }
}

extension BaselinePromotion {
    /// Of the files that it keeps, equal ones once.
    var keptBytes: UInt64 { Set(files.map(\.artifact)).reduce(0) { $0 + $1.bytes } }
}
