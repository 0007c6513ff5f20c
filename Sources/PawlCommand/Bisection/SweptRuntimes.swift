import Diagnostics
import Foundation
import Records
import RuntimeLibraries
import Suites
import Support

/// A version or a build of a runtime that a sweep takes in, and where it is; or why it is not to be had.
struct SweptRuntime {
    var label: String
    var runtime: LocatedRuntime?
    var failure: CellFailure?

    /// What cannot be had is a finding, not the end.
    ///
    /// - Throws: when it was interrupted.
    init(_ label: String, locate: () throws -> LocatedRuntime) throws {
        self.label = label
        do {
            runtime = try locate()
        } catch let error as any DiagnosableError {
            guard error.blame != .interruption else { throw error }
            let first = error.diagnostics[0]
            failure = CellFailure(kind: .error, phase: "install", message: first.message, hint: first.hint)
        }
    }
}

/// Which versions of a runtime a sweep takes in, and where they are.
struct SweptRuntimes {
    let name: String
    /// Nothing is fetched.
    let onlyInstalled: Bool
    /// Whether the package index is asked for versions that nobody has locked.
    let looksUp: Bool
    let locate: Planner.RuntimeLocator
    let installer: RuntimeInstaller
    let context: CommandContext

    /// The versions from one to another, both included, ascending.
    ///
    /// - Parameters: texts of the command line; nil is the oldest, or the newest, that is known.
    /// - Throws: `UsageError` for what is no version, or none that is known; `RuntimeLibraryError.unknownRuntime`.
    func versions(from: String?, to: String?) throws -> [RuntimeVersion] {
        let known = try known()
        let low = try from.map { try find($0, option: "--from", among: known) } ?? known.first
        let high = try to.map { try find($0, option: "--to", among: known) } ?? known.last
        guard let low, let high, low < high else {
            throw UsageError(
                message: known.count < 2
                    ? "only \(known.count) version\(known.count == 1 ? " of \(name) is" : "s of \(name) are") known"
                    : "--from \(from ?? "\(known[0])") is not before --to \(to ?? "\(known[known.count - 1])")",
                hint: onlyInstalled ? "install more, or leave out --installed" : "versions: \(Self.list(known))")
        }
        return known.filter { low <= $0 && $0 <= high }
    }

    /// The version that is meant.
    ///
    /// - Parameter text: of the command line; nil is the newest that is known.
    /// - Throws: `UsageError` for what is no version, or none that is known; `RuntimeLibraryError.unknownRuntime`.
    func version(_ text: String?, option: String) throws -> RuntimeVersion {
        let known = try known()
        if let text { return try find(text, option: option, among: known) }
        guard let newest = known.last else {
            throw UsageError(
                message: "no version of \(name) is \(onlyInstalled ? "installed" : "known")",
                hint: onlyInstalled ? "install one, or leave out --installed" : "give one that is installed")
        }
        return newest
    }

    /// Ascending: what is installed, what Pawl was tested with and what the package index has; pre-releases are not among them unless
    /// they are installed.
    private func known() throws -> [RuntimeVersion] {
        let catalogue = RuntimeCatalogue.known.map(\.requirement)
        guard catalogue.contains(where: { $0.name == name }) else {
            throw RuntimeLibraryError.unknownRuntime(name: name, known: Set(catalogue.map(\.name)).sorted())
        }
        let installed = InstalledRuntimes(in: context.pawlFolder).list()
        let requirements = onlyInstalled ? installed : installed + catalogue
        let versions = requirements.filter { $0.name == name }.compactMap { RuntimeVersion($0.version) }
        return Set(versions + (looksUp && !onlyInstalled ? try indexed() : [])).sorted()
    }

    /// Without a network there is still what is installed, locked or in the cache.
    private func indexed() throws -> [RuntimeVersion] {
        do throws(RuntimeLibraryError) {
            return try RuntimeIndex(folder: context.pawlFolder, environment: context.environment)
                .versions(of: name, interruption: context.interruption)
        } catch {
            guard error.blame == .machine, var warning = error.diagnostics.first else { throw error }
            warning.severity = .warning
            context.warn(warning)
            return []
        }
    }

    private func find(
        _ text: String, option: String, among known: [RuntimeVersion]
    ) throws(UsageError) -> RuntimeVersion {
        if let version = RuntimeVersion(text), let found = known.first(where: { $0 == version }) { return found }
        throw UsageError(
            message: "\(option) cannot be '\(text)': \(name) has no such version\(onlyInstalled ? " installed" : "")",
            hint: "versions: \(Self.list(known))")
    }

    private static func list(_ versions: [RuntimeVersion]) -> String {
        let most = 12
        return versions.suffix(most).map(\.description).joined(separator: ", ")
            + (versions.count > most ? ", and \(versions.count - most) older" : "")
    }

    /// Finds each, and fetches what is not there.
    ///
    /// - Throws: when it was interrupted.
    func located(_ versions: [RuntimeVersion]) throws -> [SweptRuntime] {
        let progress = FetchProgress(of: versions.count, in: context)
        defer { progress.end() }
        return try versions.enumerated().map { place, version in
            try SweptRuntime("\(version)") { try runtime(version, number: place + 1, progress) }
        }
    }

    private func runtime(_ version: RuntimeVersion, number: Int, _ progress: FetchProgress) throws -> LocatedRuntime {
        do {
            return try locate(name, "\(version)")
        } catch let error as RuntimeLibraryError {
            switch error {
            case .notInstalled, .notLocked: guard !onlyInstalled else { throw error }
            default: throw error
            }
            let requirement = try RuntimeRequirement(name: name, version: "\(version)")
            return try progress.fetching(requirement, number: number) { tell in
                _ = try installer.install(requirement, interruption: context.interruption, progress: tell)
                return try locate(name, "\(version)")
            }
        }
    }
}
