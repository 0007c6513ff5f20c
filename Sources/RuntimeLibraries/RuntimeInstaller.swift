import Diagnostics
import Foundation
import Records
import Support
import WorkerSources

/// Installs runtimes from packages that pip fetches and a lock names by digest: Pawl's own catalogue, or the project's `pawl.lock`.
///
/// Everything is prepared in a private folder and renamed into place: a runtime is there whole or not at all.
public struct RuntimeInstaller: Sendable {
    let folder: PawlFolder
    let cache: DownloadCache
    let catalogue: [RuntimeRelease]
    let environment: [String: String]
    let policy: LockPolicy

    var installed: InstalledRuntimes { InstalledRuntimes(in: folder, catalogue: catalogue) }

    public init(
        folder: PawlFolder, cache: DownloadCache = .ofUser(), catalogue: [RuntimeRelease] = RuntimeCatalogue.known,
        environment: [String: String] = ProcessInfo.processInfo.environment, policy: LockPolicy = .resolve
    ) {
        self.folder = folder
        self.cache = cache
        self.catalogue = catalogue
        self.environment = environment
        self.policy = policy
    }

    /// Installs one version, or finds that it is installed and whole; what is damaged is replaced.
    ///
    /// A version that is not locked yet is looked up in the package index, where the policy lets it, and goes into `pawl.lock`. Needs no
    /// network when the packages are locked and in the cache. Installations into one folder wait for each other.
    ///
    /// - Parameter interruption: ends pip and the installation when triggered.
    /// - Throws: `RuntimeLibraryError`; the folder is then as it was.
    public func install(
        _ requirement: RuntimeRequirement, interruption: Interruption = Interruption(),
        progress: @escaping (InstallationStep) -> Void = { _ in }
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        let version = try exactly(requirement)
        return try install(
            VersionRequest(name: requirement.name, versions: version), interruption: interruption, progress: progress)
    }

    /// Installs the newest version that a request takes.
    ///
    /// - Throws: as above.
    public func install(
        _ request: VersionRequest, interruption: Interruption = Interruption(),
        progress: @escaping (InstallationStep) -> Void = { _ in }
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        let lock = try waitForTurn(interruption, progress)
        defer { withExtendedLifetime(lock) {} }
        let requirement = try RuntimeLockJob(self, name: request.name, interruption: interruption, progress: progress)
            .settle(request)
        return try installLocked(requirement, interruption, progress)
    }

    private func installLocked(
        _ requirement: RuntimeRequirement, _ interruption: Interruption,
        _ progress: @escaping (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        let destination = installed.folder(of: requirement)
        if FileManager.default.fileExists(atPath: destination) {
            if (try? installed.verify(requirement)) != nil {
                progress(.alreadyInstalled(requirement))
                return try installed.library(name: requirement.name, version: requirement.version)
            }
            progress(.replacing(requirement))
        }
        let fetcher = try fetcher(interruption, progress)
        let origin: LibraryOrigin = catalogue.release(for: requirement) == nil ? .locked : .tested
        let (chosen, worker) = try fetcher.python.choose(
            among: try installed.candidates(for: requirement).filter { origin == .locked || $0.wheel.library != nil },
            in: folder, environment: environment, interruption: interruption)
        var packages: [String] = []
        for wheel in chosen.wheels { packages.append(try fetcher.obtain(wheel, of: chosen.release)) }
        let family = try catalogue.family(of: requirement.name)
        let installation = origin == .locked ? try chosen.opened(packages, layout: family.layout) : chosen

        removeLeftovers()
        let staging = "\(folder.runtimes)/\(Self.stagingPrefix)\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: staging) }
        let content = staging + "/content"
        try reporting { () throws(FileError) in try AtomicFile.makeFolder(content) }
        // The interpreter itself starts in a quarter of the time that a launcher on PATH takes.
        try unpack(installation, packages, into: content, with: worker ?? fetcher.python, fetcher)
        var built: [LockedFile]?
        if installation.release.kind == .builtWorker {
            fetcher.progress(.building(requirement))
            built = try WorkerBuild(requirement: requirement, environment: environment)
                .run(in: content, interruption: fetcher.interruption)
        }
        try write(InstallationRecord(installation, origin: origin, python: worker?.path, built: built), to: content)
        try move(content, to: destination, retiring: staging + "/replaced")
        fetcher.progress(.installed(requirement, path: destination))
        return try installed.library(name: requirement.name, version: requirement.version)
    }

    /// Everything that lies in the folder of an installation, but what is built there.
    private func unpack(
        _ installation: LockedInstallation, _ packages: [String], into content: String, with python: PythonInterpreter,
        _ fetcher: PackageFetcher
    ) throws(RuntimeLibraryError) {
        for (wheel, package) in zip(installation.wheels, packages) {
            fetcher.progress(.unpacking(file: wheel.file))
            try python.unpack(
                package, wheel.members + [wheel.contentList].compactMap(\.self), into: content,
                interruption: fetcher.interruption)
            let listed = try wheel.listedFiles(in: content, of: installation.requirement)
            if !listed.isEmpty {
                try python.unpack(package, listed, into: content, interruption: fetcher.interruption)
            }
        }
        for file in installation.workerFiles {
            let path = "\(content)/\(file.path)"
            try reporting { () throws(FileError) in
                try AtomicFile.makeFolder((path as NSString).deletingLastPathComponent)
                // Not flushed one by one: the folder is renamed into place when all of it is there.
                guard FileManager.default.createFile(atPath: path, contents: Data(file.content)) else {
                    throw .unwritable(path: path, reason: SystemMessage.text())
                }
            }
        }
        for file in try installation.files(in: content) {
            let found = try reporting { () throws(FileError) in
                try SHA256.hexadecimal(ofFile: "\(content)/\(file.path)")
            }
            guard found == file.sha256 else {
                throw .digestMismatch(
                    file: file.path, of: installation.requirement, expected: file.sha256, found: found)
            }
        }
    }

    private func write(_ record: InstallationRecord, to folder: String) throws(RuntimeLibraryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(record) else {
            preconditionFailure("a record of plain text cannot fail to encode")
        }
        try reporting { () throws(FileError) in
            try AtomicFile.write(data, to: "\(folder)/\(InstallationRecord.fileName)")
        }
    }

    private func move(_ content: String, to destination: String, retiring old: String) throws(RuntimeLibraryError) {
        try reporting { () throws(FileError) in
            try AtomicFile.makeFolder((destination as NSString).deletingLastPathComponent)
            guard rename(destination, old) == 0 || errno == ENOENT else {
                throw .unwritable(path: destination, reason: SystemMessage.text())
            }
            guard rename(content, destination) == 0 else {
                let reason = SystemMessage.text()
                rename(old, destination)
                throw .unwritable(path: destination, reason: reason)
            }
        }
    }

    static let stagingPrefix = ".staging-"

    /// What a killed installation left; whoever holds the lock is the only one at work here.
    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.runtimes)) ?? []
        for name in names where name.hasPrefix(Self.stagingPrefix) {
            try? FileManager.default.removeItem(atPath: "\(folder.runtimes)/\(name)")
        }
    }

    func waitForTurn(
        _ interruption: Interruption, _ progress: @escaping (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) -> InstallationLock {
        try InstallationLock(folder: folder.runtimes, interruption: interruption) {
            progress(.waitingForAnotherInstallation)
        }
    }

    func fetcher(
        _ interruption: Interruption, _ progress: @escaping (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) -> PackageFetcher {
        let python = try PythonInterpreter.find(in: folder, environment: environment)
        return try PackageFetcher(python: python, cache: cache, interruption: interruption, progress: progress)
    }

    private func exactly(_ requirement: RuntimeRequirement) throws(RuntimeLibraryError) -> VersionSpecifier {
        guard let version = RuntimeVersion(requirement.version) else {
            throw .malformedRequirement(
                requirement.description, reason: "'\(requirement.version)' is no version of a package")
        }
        return VersionSpecifier(exactly: version)
    }

    func reporting<Result>(
        _ body: () throws(FileError) -> Result
    ) throws(RuntimeLibraryError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
