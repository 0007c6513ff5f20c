import Diagnostics
import Foundation
import Support

/// The runtimes unpacked below one folder, as `NAME/VERSION/`.
public struct InstalledRuntimes: Sendable {
    /// `.pawl/runtimes` of a checkout.
    public let root: String
    private let catalogue: [RuntimeRelease]

    public init(root: String, catalogue: [RuntimeRelease] = RuntimeCatalogue.known) {
        self.root = URL(fileURLWithPath: root).standardizedFileURL.path
        self.catalogue = catalogue
    }

    /// Finds an installed library and checks its digest and those of all code around it: what is returned is what the lock
    /// file names.
    ///
    /// - Throws: `RuntimeLibraryError.unknownRuntime`, `.unknownVersion`, `.malformedRequirement`, `.notInstalled` (the
    ///   hint is the command that installs it) or `.damaged`.
    public func library(name: String, version: String) throws(RuntimeLibraryError) -> InstalledLibrary {
        let requirement = try RuntimeRequirement(name: name, version: version)
        let candidates = try locked(requirement)
        let folder = folder(of: requirement)
        guard FileManager.default.fileExists(atPath: folder) else {
            throw .notInstalled(requirement, roots: [root])
        }
        let (installation, record) = try checkRecord(of: requirement, candidates)
        let files = try installation.files(in: folder)
        // The lock file always lists the library among its members; a test holds it to that.
        guard let file = files.first(where: { $0.path == record.library }) else {
            let name = record.library ?? "a library"
            throw .damaged(requirement, path: folder, reason: "the lock file does not list \(name)")
        }
        // The library loads others that lie beside it: each of them is part of what is measured.
        for member in files where member == file || member.isCode { try check(member, of: requirement) }
        for product in record.built ?? [] { try check(product, of: requirement) }
        return InstalledLibrary(
            name: name, version: version, path: "\(folder)/\(file.path)", digest: file.sha256, bytes: file.bytes,
            worker: installation.worker(in: folder, python: record.python))
    }

    /// Finds a library in the first of several folders that has it; one that is damaged there is an error, not passed over.
    ///
    /// - Parameter places: in the order in which they are looked at; not empty.
    public static func library(
        name: String, version: String, in places: [InstalledRuntimes]
    ) throws(RuntimeLibraryError) -> InstalledLibrary {
        var lookedAt: [String] = []
        for place in places where !lookedAt.contains(place.root) {
            do {
                return try place.library(name: name, version: version)
            } catch {
                guard case .notInstalled = error else { throw error }
                lookedAt.append(place.root)
            }
        }
        throw .notInstalled(try RuntimeRequirement(name: name, version: version), roots: lookedAt)
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

    /// Checks every file of every installed runtime against its record and the lock file.
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
        let (installation, record) = try checkRecord(of: requirement, try locked(requirement))
        let files = try installation.files(in: folder(of: requirement)) + (record.built ?? [])
        for file in files { try check(file, of: requirement) }
    }

    func folder(of requirement: RuntimeRequirement) -> String { "\(root)/\(requirement.name)/\(requirement.version)" }

    /// What the lock file has for this machine: one installation, or one for each version of Python; never none.
    func locked(_ requirement: RuntimeRequirement) throws(RuntimeLibraryError) -> [LockedInstallation] {
        let installations = try catalogue.release(for: requirement).installationsForThisMachine
        guard !installations.isEmpty else {
            throw .noPackage(requirement, architecture: MachineArchitecture.current)
        }
        return installations
    }

    /// Which of the locked installations is there.
    private func checkRecord(
        of requirement: RuntimeRequirement, _ candidates: [LockedInstallation]
    ) throws(RuntimeLibraryError) -> (LockedInstallation, InstallationRecord) {
        let folder = folder(of: requirement)
        let path = "\(folder)/\(InstallationRecord.fileName)"
        let record: InstallationRecord
        do {
            let file = try MappedFile(path: path, limit: 1 << 20)
            record = try withExtendedLifetime(file) {
                try JSONDecoder().decode(InstallationRecord.self, from: Data(file.bytes))
            }
        } catch let error as FileError {
            throw .damaged(requirement, path: folder, reason: error.description)
        } catch {
            throw .damaged(requirement, path: folder, reason: "\(path) is no installation record")
        }
        guard
            let installation = candidates.first(where: {
                InstallationRecord($0, python: record.python, built: record.built) == record
            }),
            installation.pythonVersion == nil || record.python != nil,
            record.built?.map(\.path) == (installation.release.kind == .builtWorker ? WorkerBuild.products : nil)
        else {
            throw .damaged(requirement, path: folder, reason: "what was installed is not what the lock file names")
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

/// An installed runtime whose files were just checked against the lock file.
public struct InstalledLibrary: Sendable, Hashable {
    public let name: String
    public let version: String
    /// Absolute path of the library to load.
    public let path: String
    /// SHA-256 of the library, computed when it was looked up.
    public let digest: String
    public let bytes: UInt64
    /// What starts the worker that loads it; nil when Pawl's own worker does.
    public let worker: InstalledWorker?
}

/// How to start the worker of a runtime that Pawl's own worker cannot open.
public struct InstalledWorker: Sendable, Hashable {
    /// The program's absolute path, and its arguments.
    public let arguments: [String]
    /// What the program needs beyond the environment that it inherits.
    public let environment: [String: String]

    public init(arguments: [String], environment: [String: String] = [:]) {
        self.arguments = arguments
        self.environment = environment
    }
}
