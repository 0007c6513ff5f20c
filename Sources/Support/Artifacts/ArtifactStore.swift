import Diagnostics
import Foundation

/// Files kept by their digest: equal files once, each whole or not there, none ever written to again.
///
/// `FOLDER/sha256/ab/abcd...`: no name in it comes from outside. Whoever adds, reads or removes holds an `ArtifactLock`.
public struct ArtifactStore: Sendable {
    public let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    private var objects: String { folder + "/sha256" }

    /// Keeps a copy of a file.
    ///
    /// - Parameter digest: refuses a file that has another one.
    /// - Throws: `ArtifactError.changed`, also when the file changes meanwhile; `.file`.
    /// - Complexity: O(bytes), with little memory.
    public func add(file path: String, expecting digest: String? = nil) throws(ArtifactError) -> Artifact {
        let file = try map(path)
        defer { withExtendedLifetime(file) {} }
        let found = SHA256.hexadecimal(of: file)
        if let digest, digest != found { throw .changed(path: path, expected: digest, found: found) }
        let artifact = Artifact(digest: found, bytes: UInt64(file.bytes.count))
        try add(file.bytes, as: artifact)
        return artifact
    }

    /// Keeps bytes of which the digest is known; they are compared with it once more when they are on disk.
    func add(_ bytes: UnsafeRawBufferPointer, as artifact: Artifact) throws(ArtifactError) {
        // A damaged one is replaced; a whole one costs no second copy.
        if (try? check(artifact)) != nil { return }
        let path = path(of: artifact.digest)
        try wrapping { () throws(FileError) in
            try AtomicFile.write(pieces: [bytes], to: path) { written throws(FileError) in
                guard try SHA256.hexadecimal(of: MappedFile(path: written)) == artifact.digest else {
                    throw .unreadable(path: path, reason: "its content changed while it was copied")
                }
            }
        }
    }

    /// Where an artifact lies, if it is there.
    ///
    /// - Precondition: `digest` is one (`Artifact.isDigest`): no other text becomes a path.
    public func path(of digest: String) -> String {
        precondition(Artifact.isDigest(digest), "a digest has 64 lower-case hexadecimal digits")
        return "\(objects)/\(digest.prefix(2))/\(digest)"
    }

    /// Reads an artifact whole and compares it with its name.
    ///
    /// - Throws: `ArtifactError.missing`, `.damaged`.
    public func check(_ artifact: Artifact) throws(ArtifactError) { _ = try open(artifact) }

    /// An artifact's bytes, compared with its name.
    ///
    /// - Throws: `ArtifactError.missing`, `.damaged`.
    public func open(_ artifact: Artifact) throws(ArtifactError) -> MappedFile {
        guard Artifact.isDigest(artifact.digest) else { throw .missing(digest: artifact.digest, path: objects) }
        let path = path(of: artifact.digest)
        guard let file = try? MappedFile(path: path) else { throw .missing(digest: artifact.digest, path: path) }
        guard UInt64(file.bytes.count) == artifact.bytes, SHA256.hexadecimal(of: file) == artifact.digest else {
            throw .damaged(digest: artifact.digest, path: path)
        }
        return file
    }

    /// Gives an artifact a name in a folder of the caller's: a second name of the same file, or a copy on another file system.
    ///
    /// - Throws: `ArtifactError.missing`, `.damaged`, `.file`.
    public func place(_ artifact: Artifact, at destination: String) throws(ArtifactError) {
        let file = try open(artifact)
        try wrapping { () throws(FileError) in
            try AtomicFile.makeFolder((destination as NSString).deletingLastPathComponent)
        }
        guard link(file.path, destination) != 0 else { return }
        try wrapping { () throws(FileError) in
            try AtomicFile.write(pieces: [file.bytes], to: destination)
        }
        withExtendedLifetime(file) {}
    }

    /// Everything that is kept, by digest.
    public func contents() -> [Artifact] {
        files().filter { Artifact.isDigest($0.name) }
            .map { Artifact(digest: $0.name, bytes: $0.bytes) }
            .sorted { $0.digest < $1.digest }
    }

    /// Removes what is not among `digests`, and what a crash left unfinished; the caller holds the lock for removal.
    ///
    /// - Returns: how many files went, and their bytes.
    /// - Throws: `ArtifactError.file` for the first that cannot be removed.
    public func removeAll(except digests: Set<String>) throws(ArtifactError) -> (files: Int, bytes: UInt64) {
        var count = 0
        var bytes: UInt64 = 0
        for file in files() where !digests.contains(file.name) {
            guard unlink(file.path) == 0 else {
                throw .file(.unwritable(path: file.path, reason: SystemMessage.text()))
            }
            count += 1
            bytes += file.bytes
        }
        try? FileManager.default.removeItem(atPath: folder + "/" + ArtifactCheckout.folderName)
        return (count, bytes)
    }

    private func files() -> [(name: String, path: String, bytes: UInt64)] {
        let manager = FileManager.default
        return ((try? manager.contentsOfDirectory(atPath: objects)) ?? []).flatMap { shelf in
            ((try? manager.contentsOfDirectory(atPath: "\(objects)/\(shelf)")) ?? []).map { name in
                let path = "\(objects)/\(shelf)/\(name)"
                var status = stat()
                return (name, path, lstat(path, &status) == 0 ? UInt64(status.st_size) : 0)
            }
        }
    }

    private func map(_ path: String) throws(ArtifactError) -> MappedFile {
        do {
            return try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
    }

    private func wrapping(_ body: () throws(FileError) -> Void) throws(ArtifactError) {
        do {
            try body()
        } catch {
            throw .file(error)
        }
    }
}

/// A file's content, named by its digest.
public struct Artifact: Sendable, Hashable {
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(digest: String, bytes: UInt64) {
        self.digest = digest
        self.bytes = bytes
    }

    /// Whether a text from elsewhere can be the name of an artifact.
    public static func isDigest(_ text: String) -> Bool {
        let digits = Set("0123456789abcdef".utf8)
        return text.utf8.count == 64 && text.utf8.allSatisfy(digits.contains)
    }
}
