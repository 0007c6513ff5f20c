import Diagnostics
import Foundation
import Support

/// Models of several files: a folder of second names for what is kept by digest.
extension ReceivedFiles {
    /// Gives a file that is there its name in a model's folder.
    ///
    /// - Returns: its path there, also while it is not there yet.
    /// - Throws: `WorkerError.file` for a name that leads out of the folder, or when the disk refuses.
    func show(_ file: FilesCall.File, at place: FilesCall.Place, in folder: FilesCall.Folder) throws -> String {
        try check(sha256: folder.model)
        let parts = folder.name.split(separator: "/", omittingEmptySubsequences: false)
        let isInner = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 255
                && !part.utf8.contains { $0 < 0x20 || $0 == 0x7F }
        }
        guard isInner, parts.count <= 16 else {
            throw WorkerError.file(sha256: file.sha256, reason: "'\(folder.name)' is no path within a folder")
        }
        let path = "\(self.folder)/\(folder.model)/\(folder.name)"
        guard place.isPresent, !isSameFile(path, place.path) else { return path }
        do {
            try AtomicFile.makeFolder((path as NSString).deletingLastPathComponent)
        } catch {
            throw WorkerError.file(sha256: file.sha256, reason: error.description)
        }
        // Whoever has the former file open keeps it.
        let new = "\(path).\(mark)"
        defer { unlink(new) }
        if link(place.path, new) != 0 || rename(new, path) != 0 { try copy(place.path, to: path, file) }
        return path
    }

    private func isSameFile(_ path: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return lstat(path, &first) == 0 && lstat(other, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }

    /// For file systems on which a file has one name.
    private func copy(_ source: String, to path: String, _ file: FilesCall.File) throws {
        do {
            let mapped = try MappedFile(path: source)
            try AtomicFile.write(pieces: [mapped.bytes], to: path)
            withExtendedLifetime(mapped) {}
        } catch {
            throw WorkerError.file(sha256: file.sha256, reason: error.description)
        }
    }
}
