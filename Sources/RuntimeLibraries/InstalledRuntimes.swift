import Diagnostics
import Foundation
import Records
import Support

/// The runtimes unpacked below one folder, as `NAME/VERSION/`.
public struct InstalledRuntimes: Sendable {
    /// `.pawl/runtimes` of a checkout.
    public let root: String
    private let lockFile: RuntimeLockFile
    private let catalogue: [RuntimeRelease]

    /// - Parameter folder: its `pawl.lock` vouches for what the catalogue does not name.
    public init(in folder: PawlFolder, catalogue: [RuntimeRelease] = RuntimeCatalogue.known) {
        self.init(root: folder.runtimes, lockFile: folder.lockFile, catalogue: catalogue)
    }

    /// - Parameter root: `runtimes` in a `.pawl` folder, with `pawl.lock` beside that.
    public init(root: String, catalogue: [RuntimeRelease] = RuntimeCatalogue.known) {
        let root = URL(fileURLWithPath: root).standardizedFileURL
        let folder = PawlFolder(path: root.deletingLastPathComponent().path)
        self.init(root: root.path, lockFile: folder.lockFile, catalogue: catalogue)
    }

    private init(root: String, lockFile: RuntimeLockFile, catalogue: [RuntimeRelease]) {
        self.root = root
        self.lockFile = lockFile
        self.catalogue = catalogue
    }

    /// Finds an installed library and checks its digest and those of all code around it: what is returned is what the
    /// catalogue or the project's lock names.
    ///
    /// - Throws: `RuntimeLibraryError.unknownRuntime`, `.notLocked`, `.malformedRequirement`, `.notInstalled` (the
    ///   hint is the command that installs it), `.lock` or `.damaged`.
    public func library(name: String, version: String) throws(RuntimeLibraryError) -> InstalledLibrary {
        let requirement = try RuntimeRequirement(name: name, version: version)
        let candidates = try candidates(for: requirement)
        let folder = folder(of: requirement)
        guard FileManager.default.fileExists(atPath: folder) else {
            throw .notInstalled(requirement, roots: [root])
        }
        let (installation, record) = try checkRecord(of: requirement, candidates)
        let files = try installation.files(in: folder)
        // The catalogue always lists the library among its members, which a test holds it to; an opened package does.
        guard let file = files.first(where: { $0.path == record.library }) else {
            let name = record.library ?? "a library"
            throw .damaged(requirement, path: folder, reason: "\(name) is none of the files that were locked")
        }
        // The library loads others that lie beside it: each of them is part of what is measured.
        for member in files where member == file || member.isCode { try check(member, of: requirement) }
        for product in record.built ?? [] { try check(product, of: requirement) }
        return InstalledLibrary(
            name: name, version: version, path: "\(folder)/\(file.path)", digest: file.sha256, bytes: file.bytes,
            origin: record.origin, worker: installation.worker(in: folder, python: record.python))
    }

    /// The version that an installation recorded of the library at a path, by the library's SHA-256, for those that do not say it
    /// themselves; empty where none is recorded.
    public static func versions(ofLibraryAt path: String) -> [String: String] {
        var folder = (path as NSString).deletingLastPathComponent
        while folder.count > 1 {
            if let record = try? InstallationRecord.read(in: folder), let library = record.library,
                let file = record.files.first(where: { $0.path == library }), path == "\(folder)/\(library)"
            {
                return [file.sha256: record.version]
            }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return [:]
    }

    /// Finds a library in the first of several folders that has it; one that is damaged there is an error, not passed over.
    ///
    /// A folder whose lock does not name the version has not got it, whatever lies there.
    ///
    /// - Parameter places: in the order in which they are looked at; not empty.
    public static func library(
        name: String, version: String, in places: [InstalledRuntimes]
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        var lookedAt: [String] = []
        var refusal: RuntimeLibraryError?
        for place in places where !lookedAt.contains(place.root) {
            do {
                return try place.library(name: name, version: version)
            } catch {
                switch error {
                case .notInstalled: refusal = nil
                // Another project's lock may name it; where none does, the first is the suite's own.
                case .notLocked: if lookedAt.isEmpty { refusal = error }
                default: throw error
                }
            }
            lookedAt.append(place.root)
        }
        throw try refusal ?? .notInstalled(RuntimeRequirement(name: name, version: version), roots: lookedAt)
    }

    /// Names and versions of what is there, whole or not, sorted.
    public func list() -> [RuntimeRequirement] {
        var found: [RuntimeRequirement] = []
        for name in Self.entries(of: root) {
            for version in Self.entries(of: "\(root)/\(name)") {
                if let requirement = try? RuntimeRequirement(name: name, version: version) {
                    found.append(requirement)
                }
            }
        }
        return found
    }

    /// Checks every file of every installed runtime against its record and what is locked.
    ///
    /// - Returns: everything wrong, by runtime; nil for one that is whole.
    public func verify() -> [(runtime: RuntimeRequirement, problem: RuntimeLibraryError?)] {
        list().map { requirement in
            do throws(RuntimeLibraryError) {
                try verify(requirement)
                return (requirement, nil)
            } catch {
                return (requirement, error)
            }
        }
    }

    /// Checks every file of one runtime.
    func verify(_ requirement: RuntimeRequirement) throws(RuntimeLibraryError) {
        let (installation, record) = try checkRecord(of: requirement, try candidates(for: requirement))
        let files = try installation.files(in: folder(of: requirement)) + (record.built ?? [])
        for file in files { try check(file, of: requirement) }
    }

    func folder(of requirement: RuntimeRequirement) -> String { "\(root)/\(requirement.name)/\(requirement.version)" }

    /// Who vouches for a version: the catalogue where both do; nil where nobody does.
    ///
    /// - Throws: `RuntimeLibraryError.lock` for one that only an unreadable `pawl.lock` could name.
    public func origin(of requirement: RuntimeRequirement) throws(RuntimeLibraryError) -> LibraryOrigin? {
        if catalogue.release(for: requirement) != nil { return .tested }
        return try lockFile.read(for: catalogue).entry(for: requirement) == nil ? nil : .locked
    }

    /// What the project chose itself.
    ///
    /// - Throws: `RuntimeLibraryError.lock`, `.file`.
    public func lockedVersions() throws(RuntimeLibraryError) -> [RuntimeRequirement] {
        try lockFile.read(for: catalogue).entries.map(\.requirement)
    }

    /// What this machine can have of a version: one installation, or one for each version of Python; never none.
    ///
    /// - Throws: `RuntimeLibraryError.unknownRuntime`, `.notLocked`, `.noPackage`, `.lock`.
    func candidates(for requirement: RuntimeRequirement) throws(RuntimeLibraryError) -> [LockedInstallation] {
        let family = try catalogue.family(of: requirement.name)
        var releases = [catalogue.release(for: requirement)].compactMap(\.self)
        // A version that was locked before Pawl was tested with it lies there as it was installed.
        let isRecordedAsLocked = (try? record(of: requirement))?.origin == .locked
        if releases.isEmpty || isRecordedAsLocked,
            let entry = try lockFile.read(for: catalogue).entry(for: requirement)
        {
            releases.append(family.release(entry))
        }
        guard !releases.isEmpty else {
            let tested = catalogue.filter { $0.name == requirement.name }.map(\.version)
            throw .notLocked(requirement, lock: lockFile.path, tested: tested)
        }
        let installations = releases.flatMap(\.installationsForThisMachine)
        guard !installations.isEmpty else {
            throw .noPackage(requirement, architecture: MachineArchitecture.current)
        }
        return installations
    }

    private func record(of requirement: RuntimeRequirement) throws(RuntimeLibraryError) -> InstallationRecord {
        let folder = folder(of: requirement)
        do {
            return try InstallationRecord.read(in: folder)
        } catch {
            throw .damaged(requirement, path: folder, reason: error.description)
        }
    }

    /// Which of the candidates is there.
    private func checkRecord(
        of requirement: RuntimeRequirement, _ candidates: [LockedInstallation]
    ) throws(RuntimeLibraryError) -> (LockedInstallation, InstallationRecord) {
        let folder = folder(of: requirement)
        let record = try record(of: requirement)
        let known = candidates.compactMap { candidate -> LockedInstallation? in
            guard let packages = record.packages else { return candidate }
            return candidate.hasSamePackages(as: packages)
                ? LockedInstallation(release: candidate.release, wheels: packages) : nil
        }
        guard
            let installation = known.first(where: {
                InstallationRecord($0, origin: record.origin, python: record.python, built: record.built) == record
            }),
            installation.pythonVersion == nil || record.python != nil,
            record.built?.map(\.path) == (installation.release.kind == .builtWorker ? WorkerBuild.products : nil)
        else {
            throw .damaged(requirement, path: folder, reason: "what was installed is not what was locked")
        }
        if let python = record.python, access(python, X_OK) != 0 {
            throw .damaged(requirement, path: folder, reason: "\(python), which runs it, is gone")
        }
        return (installation, record)
    }

    private func check(_ file: LockedFile, of requirement: RuntimeRequirement) throws(RuntimeLibraryError) {
        let folder = folder(of: requirement)
        let digest: String
        do {
            digest = try SHA256.hexadecimal(ofFile: "\(folder)/\(file.path)")
        } catch {
            throw .damaged(requirement, path: folder, reason: error.description)
        }
        guard digest == file.sha256 else {
            throw .damaged(
                requirement, path: folder,
                reason: "\(file.path) was changed: expected SHA-256 \(file.sha256), found \(digest)")
        }
    }

    private static func entries(of folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }
}
