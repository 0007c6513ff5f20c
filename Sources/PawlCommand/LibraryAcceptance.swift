import Diagnostics
import Foundation
import Harness
import Records
import RuntimeLibraries
import RuntimeProbes
import Suites
import Support

/// Lets libraries be measured with that Pawl was not tested with: each is probed when its digest is first seen.
struct LibraryAcceptance {
    let context: CommandContext

    private var store: ProbeStore { ProbeStore(folder: context.pawlFolder.probes) }

    /// What a probe found of an installed library.
    ///
    /// - Returns: nil for one that Pawl was tested with, and for runtimes that have no probe.
    /// - Throws: `ProbeError`; `LocalBuildError.refused` for a library that nothing can be measured with.
    func report(of library: InstalledLibrary) throws -> ProbeReport? {
        guard library.origin != .tested, library.worker == nil, RuntimeProbe.covers(library.name) else { return nil }
        return try accepted(library.subject, path: library.path)
    }

    /// A library of the user's own, asked for its version.
    ///
    /// - Throws: `LocalBuildError`; `ProbeError`.
    func open(_ declaration: RuntimeDeclaration) throws -> LocatedRuntime {
        let build = try LocalBuild(path: declaration.library ?? "")
        guard build.isOf(declaration.name) else { throw LocalBuildError.otherRuntime(build, wanted: declaration.name) }
        guard build.saysVersion || !declaration.version.isEmpty else { throw LocalBuildError.noVersion(build) }
        let subject = build.subject(name: declaration.name, version: build.saysVersion ? "" : declaration.version)
        let report = try accepted(subject, path: build.path)
        guard declaration.version.isEmpty || declaration.version == report.version else {
            throw LocalBuildError.otherVersion(build, found: report.version, wanted: declaration.version)
        }
        var located = LocatedRuntime(
            name: declaration.name, version: report.version, libraryPath: build.path, libraryDigest: build.digest)
        located.origin = .local
        located.companions = build.companions
        located.limitations = report.planned
        return located
    }

    private func accepted(_ subject: RuntimeProbe.Subject, path: String) throws -> ProbeReport {
        let report = try store.report(of: subject) ?? probe(subject)
        guard report.refusal == nil else { throw LocalBuildError.refused(report, path: path) }
        return report
    }

    /// Probes a library anew, and keeps what is found.
    func probe(_ subject: RuntimeProbe.Subject) throws -> ProbeReport {
        let report = try RuntimeProbe(subject) { () throws(WorkerFailure) -> WorkerProcess in
            let worker = try WorkerProcess(
                context.worker, interruption: context.interruption,
                timeoutSeconds: RuntimeProbe.defaultTimeoutSeconds)
            worker.runtimeName = subject.name
            return worker
        }.run()
        do {
            try store.keep(report)
        } catch {
            context.warn("what was found of \(report.title) cannot be kept: \(error.diagnostics[0].message)")
        }
        return report
    }
}

extension ProbeReport {
    /// For a plan.
    var planned: [RuntimeLimitation] {
        limitations.map { RuntimeLimitation(feature: $0.feature.rawValue, words: words(for: $0)) }
    }
}

extension InstalledLibrary {
    var subject: RuntimeProbe.Subject {
        RuntimeProbe.Subject(name: name, version: version, path: path, digest: digest)
    }
}

extension LocalBuild {
    func subject(name: String, version: String) -> RuntimeProbe.Subject {
        RuntimeProbe.Subject(name: name, version: version, path: path, digest: digest, companions: companions)
    }
}

extension PawlFolder {
    /// What probes found, by the digests of libraries.
    var probes: String { path + "/probes" }
}
