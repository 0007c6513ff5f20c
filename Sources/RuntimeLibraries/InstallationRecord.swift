import Foundation
import Records
import Support

/// What an installation wrote down about itself, beside the files it unpacked.
struct InstallationRecord: Sendable, Hashable, Codable {
    static let fileName = "installed.json"

    var name: String
    var version: String
    /// The package that the files came out of.
    var wheel: String
    var wheelSHA256: String
    /// The file among `files` that is loaded.
    var library: String?
    var files: [LockedFile]
    /// The interpreter that runs the worker, absolute; nil where none does.
    var python: String?
    /// What was built here, which no lock file can name; nil where nothing is.
    var built: [LockedFile]?
    /// The packages with what lies in them, where the project's lock names them; nil where Pawl's own does, which names the contents, too.
    var packages: [LockedWheel]?

    init(_ installation: LockedInstallation, origin: LibraryOrigin, python: String?, built: [LockedFile]?) {
        name = installation.release.name
        version = installation.release.version
        wheel = installation.wheel.file
        wheelSHA256 = installation.wheel.sha256
        library = installation.wheel.library
        files = installation.namedFiles
        self.python = python
        self.built = built
        packages = origin == .locked ? installation.wheels : nil
    }

    /// Of a tested release the catalogue names all files; of a locked one the packages were looked into.
    var origin: LibraryOrigin { packages == nil ? .tested : .locked }

    /// - Throws: `FileError.unreadable`, also for what is no record.
    static func read(in folder: String) throws(FileError) -> InstallationRecord {
        let path = "\(folder)/\(fileName)"
        let file = try MappedFile(path: path, limit: 1 << 22)
        return try withExtendedLifetime(file) { () throws(FileError) in
            do {
                return try JSONDecoder().decode(InstallationRecord.self, from: Data(file.bytes))
            } catch {
                throw .unreadable(path: path, reason: "it is no installation record")
            }
        }
    }

    enum CodingKeys: String, CodingKey {
        case name, version, wheel, library, files, python, built, packages
        case wheelSHA256 = "wheel_sha256"
    }
}

/// What an installation is doing, for progress lines.
public enum InstallationStep: Sendable, Hashable, CustomStringConvertible {
    case alreadyInstalled(RuntimeRequirement)
    case waitingForAnotherInstallation
    /// The package index, for what it has of a package.
    case askingIndex(package: String)
    /// Digests went into `pawl.lock`.
    case locked(RuntimeRequirement, packages: Int, path: String)
    /// What was there is damaged, and is replaced.
    case replacing(RuntimeRequirement)
    case fetching(file: String, bytes: UInt64?)
    case usingCachedCopy(path: String)
    case discardingDamagedCopy(path: String)
    /// The download could not be kept for the next time.
    case cannotKeepCopy(reason: String)
    case unpacking(file: String)
    /// The worker, against the package.
    case building(RuntimeRequirement)
    case installed(RuntimeRequirement, path: String)

    public var description: String {
        switch self {
        case .alreadyInstalled(let requirement): "\(requirement) is installed and whole"
        case .waitingForAnotherInstallation: "waiting for another installation to finish"
        case .askingIndex(let package): "asking the package index for \(package)"
        case .locked(let requirement, let packages, let path):
            "locked \(requirement) (\(packages) \(packages == 1 ? "package" : "packages")) in \(path): commit it"
        case .replacing(let requirement): "replacing a damaged \(requirement)"
        case .fetching(let file, let bytes): "fetching \(file)\(bytes.map { " (\($0) bytes)" } ?? "")"
        case .usingCachedCopy(let path): "using the copy in \(path)"
        case .discardingDamagedCopy(let path): "not using the damaged copy in \(path)"
        case .cannotKeepCopy(let reason): "the package cannot be kept for the next time: \(reason)"
        case .unpacking(let file): "unpacking \(file)"
        case .building(let requirement): "building the worker for \(requirement) (a minute or two)"
        case .installed(let requirement, let path): "installed \(requirement) in \(path)"
        }
    }
}

/// Lets one installation at a time write below a folder.
struct InstallationLock {
    private let lock: FileLock

    /// - Parameter onWait: called once when another installation is under way.
    /// - Throws: `RuntimeLibraryError.file`, or `.interrupted` while waiting.
    init(folder: String, interruption: Interruption, onWait: () -> Void) throws(RuntimeLibraryError) {
        do {
            try AtomicFile.makeFolder(folder)
        } catch {
            throw .file(error)
        }
        let path = folder + "/.lock"
        do {
            lock = try FileLock(path: path, interruption: interruption, onWait: onWait)
        } catch {
            switch error {
            case .interrupted: throw .interrupted
            case .held: throw .file(.unwritable(path: path, reason: "another process holds it"))
            case .unavailable(let reason): throw .file(.unwritable(path: path, reason: reason))
            }
        }
    }
}
