import Foundation

/// A description and artifacts in one file.
///
/// No names and no paths are in it, so there is none to check: 16 bytes of signature; the description's length (8 bytes, little
/// endian), its SHA-256 (32 bytes) and its bytes; the number of artifacts (8 bytes), of each its SHA-256 and its length; then
/// their bytes, one after the other, to the very end of the file.
public struct ArtifactBundle {
    static let signature = Array("pawl baseline 1\n".utf8)
    /// A run of many hours has some ten million latencies.
    public static let maximumDescriptionBytes = 512 << 20
    public static let maximumArtifacts = 10_000

    public let description: Data
    public let artifacts: [Artifact]
    private let file: MappedFile
    private let contentStart: Int

    /// Writes a bundle, whole or not at all.
    ///
    /// - Throws: `ArtifactError.missing`, `.damaged` for an artifact that is not whole; `.file`.
    public static func write(
        _ description: Data, _ artifacts: [Artifact], from store: ArtifactStore, to path: String
    ) throws(ArtifactError) {
        // Before the first byte is written: each is whole.
        var files: [MappedFile] = []
        for artifact in artifacts { files.append(try store.open(artifact)) }
        var head = Data(signature)
        head.append(integer: UInt64(description.count))
        head.append(contentsOf: description.withUnsafeBytes { SHA256.digest(of: $0) })
        head.append(description)
        head.append(integer: UInt64(artifacts.count))
        for (artifact, file) in zip(artifacts, files) {
            head.append(contentsOf: SHA256.digest(of: file.bytes))
            head.append(integer: artifact.bytes)
        }
        try write(head, files, to: path)
    }

    private static func write(_ head: Data, _ files: [MappedFile], to path: String) throws(ArtifactError) {
        let failure = head.withUnsafeBytes { head -> FileError? in
            defer { withExtendedLifetime(files) {} }
            do throws(FileError) {
                try AtomicFile.write(pieces: [head] + files.map(\.bytes), to: path, permissions: 0o644)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw .file(failure) }
    }

    /// Reads what a bundle says of itself; artifacts are compared with their digests when they are added to a store.
    ///
    /// - Throws: `ArtifactError.badBundle`, `.file`.
    public init(path: String) throws(ArtifactError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        let file = file
        defer { withExtendedLifetime(file) {} }
        func bad(_ reason: String) -> ArtifactError { .badBundle(path: path, reason: reason) }
        var reader = BundleReader(bytes: file.bytes)
        guard reader.take(Self.signature.count)?.elementsEqual(Self.signature) == true else {
            throw bad("it does not begin as an exported baseline does")
        }
        guard let length = reader.integer(), length <= UInt64(Self.maximumDescriptionBytes),
            let digest = reader.take(32), let description = reader.take(Int(length))
        else { throw bad("its description is cut off, or too long") }
        guard SHA256.digest(of: description).elementsEqual(digest) else { throw bad("its description is damaged") }
        guard let count = reader.integer(), count <= UInt64(Self.maximumArtifacts) else {
            throw bad("its list of files is cut off, or too long")
        }
        var artifacts: [Artifact] = []
        var total: UInt64 = 0
        for _ in 0..<count {
            guard let digest = reader.take(32), let bytes = reader.integer() else {
                throw bad("its list of files is cut off")
            }
            let (sum, overflows) = total.addingReportingOverflow(bytes)
            guard !overflows else { throw bad("its files cannot be so long") }
            total = sum
            artifacts.append(Artifact(digest: Self.hexadecimal(digest), bytes: bytes))
        }
        guard UInt64(reader.remaining) == total else {
            throw bad("it has \(reader.remaining) bytes of files, its list says \(total)")
        }
        self.description = Data(description)
        self.artifacts = artifacts
        contentStart = reader.position
    }

    /// Adds every artifact to a store, each compared with its digest.
    ///
    /// - Throws: `ArtifactError.badBundle` for one that is not what the list says: those before it stay, referenced by nobody.
    public func unpack(into store: ArtifactStore) throws(ArtifactError) {
        var start = contentStart
        for artifact in artifacts {
            let content = UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + Int(artifact.bytes)])
            guard SHA256.hexadecimal(of: content) == artifact.digest else {
                throw .badBundle(path: file.path, reason: "file \(artifact.digest.prefix(12)) in it is damaged")
            }
            try store.add(content, as: artifact)
            start += content.count
        }
        withExtendedLifetime(file) {}
    }

    private static func hexadecimal(_ digest: UnsafeRawBufferPointer) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension Data {
    fileprivate mutating func append(integer: UInt64) {
        Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
    }
}

/// Takes bytes from the front; nil where there are not enough.
struct BundleReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    /// Little endian.
    mutating func integer() -> UInt64? {
        take(8).map { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    }
}

/// Which paths from files and databases may be followed below a folder.
public enum ContainedPath {
    public static let rule =
        "a path below a folder has no empty part, no '.', no '..' and no control character, and at most 1024 bytes"

    public static func accepts(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return path.utf8.count <= 1024 && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
