import Diagnostics
import Foundation
import Support
import WorkerSources

/// Installs runtimes from packages that pip fetches and the lock file names by digest.
///
/// Everything is prepared in a private folder and renamed into place: a runtime is there whole or not at all.
public struct RuntimeInstaller: Sendable {
    private let folder: PawlFolder
    private let cache: DownloadCache
    private let catalogue: [RuntimeRelease]
    private let environment: [String: String]

    public init(
        folder: PawlFolder, cache: DownloadCache = .ofUser(), catalogue: [RuntimeRelease] = RuntimeCatalogue.known,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.folder = folder
        self.cache = cache
        self.catalogue = catalogue
        self.environment = environment
    }

    /// Installs one runtime, or finds that it is installed and whole; what is damaged is replaced.
    ///
    /// Needs no network when the package is in the cache. Installations into one folder wait for each other.
    ///
    /// - Parameter interruption: ends pip and the installation when triggered.
    /// - Throws: `RuntimeLibraryError`; the folder is then as it was.
    public func install(
        _ requirement: RuntimeRequirement, interruption: Interruption = Interruption(),
        progress: (InstallationStep) -> Void = { _ in }
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        let installed = InstalledRuntimes(root: folder.runtimes, catalogue: catalogue)
        let candidates = try installed.locked(requirement)
        let lock = try InstallationLock(folder: folder.runtimes, interruption: interruption) {
            progress(.waitingForAnotherInstallation)
        }
        defer { withExtendedLifetime(lock) {} }

        let destination = installed.folder(of: requirement)
        if FileManager.default.fileExists(atPath: destination) {
            if (try? installed.verify(requirement)) != nil {
                progress(.alreadyInstalled(requirement))
                return try installed.library(name: requirement.name, version: requirement.version)
            }
            progress(.replacing(requirement))
        }
        let python = try PythonInterpreter.find(in: folder, environment: environment)
        let (installation, worker) = try python.choose(
            among: candidates, in: folder, environment: environment, interruption: interruption)
        let download = try reporting { () throws(FileError) in try TemporaryFolder(prefix: "pawl-fetch") }
        var packages: [(wheel: LockedWheel, path: String)] = []
        for wheel in installation.wheels {
            let path = try obtain(wheel, of: installation.release, with: python, in: download, interruption, progress)
            packages.append((wheel, path))
        }

        removeLeftovers()
        let staging = "\(folder.runtimes)/\(Self.stagingPrefix)\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: staging) }
        let content = staging + "/content"
        try reporting { () throws(FileError) in try AtomicFile.makeFolder(content) }
        for (wheel, package) in packages {
            progress(.unpacking(file: wheel.file))
            try python.unpack(
                package, wheel.members + [wheel.contentList].compactMap(\.self), into: content,
                interruption: interruption)
            let listed = try wheel.listedFiles(in: content, of: requirement)
            if !listed.isEmpty { try python.unpack(package, listed, into: content, interruption: interruption) }
        }
        for file in installation.workerFiles {
            try reporting { () throws(FileError) in
                try AtomicFile.write(Data(file.content), to: "\(content)/\(file.path)")
            }
        }
        for file in try installation.files(in: content) {
            try check("\(content)/\(file.path)", named: file.path, file.sha256)
        }
        var built: [LockedFile]?
        if installation.release.kind == .builtWorker {
            progress(.building(requirement))
            built = try WorkerBuild(requirement: requirement, environment: environment)
                .run(in: content, interruption: interruption)
        }
        try write(InstallationRecord(installation, python: worker?.path, built: built), to: content)
        try move(content, to: destination, retiring: staging + "/replaced")
        withExtendedLifetime(download) {}
        progress(.installed(requirement, path: destination))
        return try installed.library(name: requirement.name, version: requirement.version)
    }

    /// The package's path, from the cache or fetched, of the digest that the lock file names.
    private func obtain(
        _ wheel: LockedWheel, of release: RuntimeRelease, with python: PythonInterpreter,
        in download: TemporaryFolder, _ interruption: Interruption, _ progress: (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) -> String {
        let cachePath = cache.location(ofSHA256: wheel.sha256)
        switch cache.lookUp(wheel.sha256) {
        case .found(let path):
            progress(.usingCachedCopy(path: path))
            return path
        case .damaged: progress(.discardingDamagedCopy(path: cachePath))
        case .missing: break
        }
        progress(.fetching(file: wheel.file, bytes: wheel.bytes))
        let package = release.packageRequirement(of: wheel)
        // A folder of its own for each: what lies in it afterwards is what pip chose.
        let folder = download.file(wheel.sha256)
        try python.fetch(
            package, for: release.requirement, wheel.pip, into: folder, cachePath: cachePath,
            interruption: interruption)
        let path = "\(folder)/\(wheel.file)"
        guard FileManager.default.fileExists(atPath: path) else {
            let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            throw .fetchFailed(
                release.requirement, cachePath: cachePath,
                reason: "pip chose \(found.joined(separator: ", ")) instead of \(wheel.file)")
        }
        try check(path, named: wheel.file, wheel.sha256)
        do {
            return try cache.keep(path, as: wheel.sha256)
        } catch {
            progress(.cannotKeepCopy(reason: error.description))
            return path
        }
    }

    private func check(_ path: String, named name: String, _ expected: String) throws(RuntimeLibraryError) {
        let found = try reporting { () throws(FileError) in try SHA256.hexadecimal(ofFile: path) }
        guard found == expected else { throw .digestMismatch(file: name, expected: expected, found: found) }
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

    private static let stagingPrefix = ".staging-"

    /// What a killed installation left; whoever holds the lock is the only one at work here.
    private func removeLeftovers() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.runtimes)) ?? []
        for name in names where name.hasPrefix(Self.stagingPrefix) {
            try? FileManager.default.removeItem(atPath: "\(folder.runtimes)/\(name)")
        }
    }

    private func reporting<Result>(
        _ body: () throws(FileError) -> Result
    ) throws(RuntimeLibraryError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}
