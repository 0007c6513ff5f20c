import CSystem
import Diagnostics
import Foundation
import Support

/// Files that a supervisor on another machine sent, kept by digest so that each is sent once.
///
/// A file is at its final path only when it is whole and of its digest; until then its bytes gather beside it, under a name
/// of this worker alone: two that receive the same file at the same time do not disturb each other.
struct ReceivedFiles {
    let folder: String
    /// Tells this worker's unfinished files from those of others.
    let mark = UUID().uuidString.lowercased()

    init(folder: String) { self.folder = folder }

    /// Says where files are or will be, takes in those whose bytes have all arrived, and throws away what is not right.
    ///
    /// - Throws: `WorkerError.file` for what names no file, or when the disk refuses.
    func places(of call: FilesCall) throws -> FilesCall.Reply {
        let places = try call.files.map { file in
            var place = try place(file, verifies: call.verify ?? false)
            if let folder = file.folder { place.path = try show(file, at: place, in: folder) }
            return place
        }
        if places.contains(where: { !$0.isPresent }) { removeForgotten() }
        return FilesCall.Reply(files: places)
    }

    private func place(_ file: FilesCall.File, verifies: Bool) throws -> FilesCall.Place {
        try check(sha256: file.sha256)
        guard file.suffix.utf8.count <= 16, file.suffix.utf8.allSatisfy(Self.isHarmless), !file.suffix.contains("..")
        else { throw WorkerError.file(sha256: file.sha256, reason: "'\(file.suffix)' is no suffix of a file") }
        try makePrivateFolder(for: file.sha256)
        var place = FilesCall.Place(
            path: "\(folder)/\(file.sha256)\(file.suffix)", isPresent: true, incoming: incoming(file.sha256))
        if size(of: place.path) == file.bytes {
            if !verifies || isRight(place.path, file) {
                noteUse(of: place.path)
                return place
            }
            unlink(place.path)
        }
        if size(of: place.incoming) == file.bytes, isRight(place.incoming, file) {
            guard rename(place.incoming, place.path) == 0 else { throw failure(file.sha256) }
            return place
        }
        unlink(place.incoming)
        place.isPresent = false
        return place
    }

    func isRight(_ path: String, _ file: FilesCall.File) -> Bool {
        (try? SHA256.hexadecimal(ofFile: path)) == file.sha256
    }

    private func makePrivateFolder(for sha256: String) throws {
        do {
            try AtomicFile.makeFolder((folder as NSString).deletingLastPathComponent)
        } catch {
            throw WorkerError.file(sha256: sha256, reason: error.description)
        }
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(sha256) }
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else {
            throw WorkerError.file(sha256: sha256, reason: "\(folder) is no folder of this user's")
        }
    }

    /// Writes a chunk where it belongs; a chunk at 0 starts over. What a full disk left is removed at once.
    func put(_ call: PutCall) throws -> PutCall.Reply {
        try check(sha256: call.sha256)
        let count = UInt64(call.data.count)
        guard call.data.count <= PutCall.maximumBytes, call.offset <= call.bytes, count <= call.bytes - call.offset
        else { throw WorkerError.file(sha256: call.sha256, reason: "bytes at \(call.offset) are outside the file") }
        if call.offset == 0 { try makePrivateFolder(for: call.sha256) }
        let path = incoming(call.sha256)
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (call.offset == 0 ? O_TRUNC : 0)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else { throw failure(call.sha256) }
        defer { close(descriptor) }
        guard size(of: path) == call.offset else {
            throw WorkerError.file(
                sha256: call.sha256, reason: "\(size(of: path) ?? 0) bytes have arrived, these begin at \(call.offset)")
        }
        var written = 0
        while written < call.data.count {
            let chunk = call.data.withUnsafeBytes { bytes in
                SystemCall.retryingInterrupts {
                    pwrite(
                        descriptor, bytes.baseAddress! + written, bytes.count - written,
                        off_t(call.offset) + off_t(written))
                }
            }
            guard chunk > 0 else {
                let failure = failure(call.sha256)
                unlink(path)
                throw failure
            }
            written += chunk
        }
        return PutCall.Reply(received: call.offset + count)
    }

    private func incoming(_ sha256: String) -> String { "\(folder)/\(sha256).\(mark)\(Self.incomingSuffix)" }

    func check(sha256: String) throws {
        let isDigest =
            sha256.utf8.count == 64
            && sha256.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isDigest else { throw WorkerError.file(sha256: sha256, reason: "that is no SHA-256 in lower case") }
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }

    /// Of a regular file; nil for anything else.
    func size(of path: String) -> UInt64? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return UInt64(status.st_size)
    }

    func failure(_ sha256: String) -> WorkerError {
        WorkerError.file(sha256: sha256, reason: SystemMessage.text())
    }
}

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

extension ReceivedFiles {
    static let incomingSuffix = ".incoming"
    /// What nothing asked for in this time is removed when the next file arrives.
    static let unusedSeconds = 30 * 86_400
    /// A copy that has not grown for so long was broken off.
    static let brokenOffSeconds = 86_400

    /// Keeps a file from being removed as unused.
    func noteUse(of path: String) { utimes(path, nil) }

    /// Removes what was not used for `unusedSeconds`, and copies that were broken off.
    ///
    /// - Parameter now: seconds since 1970.
    func removeForgotten(now: Int = time(nil)) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // Removing one name of a file changes the time of the others: first all are looked at.
        let forgotten = names.map { "\(folder)/\($0)" }.filter { isForgotten($0, now: now) }
        for path in forgotten { try? FileManager.default.removeItem(atPath: path) }
    }

    private func isForgotten(_ path: String, now: Int) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            let keptSeconds = path.hasSuffix(Self.incomingSuffix) ? Self.brokenOffSeconds : Self.unusedSeconds
            // Programs that copy may set a file's time of modification, nobody its time of change.
            return status.st_ctim.tv_sec < now - keptSeconds
        case S_IFDIR:
            // A model's folder goes when nothing in it is used.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.isEmpty
                ? status.st_ctim.tv_sec < now - Self.unusedSeconds
                : names.allSatisfy { isForgotten("\(path)/\($0)", now: now) }
        default: return false
        }
    }
}
