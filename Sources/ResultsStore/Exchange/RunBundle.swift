import Foundation
import Records
import Support

/// One run as one file, `.pawlrun`: how runs of many machines come into one database.
///
///     pawlrun 1 <bytes of the content> <SHA-256 of what follows the line>\n
///     <the content, packed with Zstandard>
///
/// The content is `RunBundle.Content` as `RecordJSON` writes it, and nothing else: the same run gives the same content
/// everywhere, and the same file wherever libzstd is the same. The digest proves that nothing was lost or changed by accident.
/// It does not prove who made the file: whoever writes one can compute it too.
public struct RunBundle: Sendable, Equatable {
    /// Grows when what is written changes in a way that this Pawl would misread or lose.
    public static let version = 1
    /// Of the name of a file.
    public static let fileExtension = "pawlrun"

    /// Bounds of what is read, checked before memory is asked for: no bundle takes more than some 200 MB. A run of 200 cells with five
    /// million timings has about 40 MB.
    public struct Limits: Sendable {
        public var fileBytes: Int
        public var contentBytes: Int

        public static let standard = Limits(fileBytes: 24 << 20, contentBytes: 48 << 20)

        public init(fileBytes: Int, contentBytes: Int) {
            self.fileBytes = fileBytes
            self.contentBytes = contentBytes
        }
    }

    struct Content: Codable, Equatable {
        var run: RunRecord
        /// What each cell came to, in the order of `run.cells`, in base units: raw values may be gone, these stay.
        var summaries: [[Metric: Double]]
    }

    public let run: RunRecord
    /// By cell id.
    public let summaries: [Int: [Metric: Double]]
    /// SHA-256 of the packed content, as the file states it.
    public let digest: String
    /// The whole file.
    public let data: Data

    /// - Throws: `BundleError.unfinished` for a run that is still being measured, `.invalid` for one that no importer would take.
    public init(_ run: RunRecord, summaries: [Int: [Metric: Double]], limits: Limits = .standard) throws(BundleError) {
        guard run.status != .running else { throw .unfinished(run: run.id) }
        try BundleValidation.check(run, summaries: summaries, in: run.id)
        let content = Content(run: run, summaries: run.cells.map { summaries[$0.id] ?? [:] })
        let bytes: Data
        let packed: Data
        do {
            bytes = try RecordJSON.encode(content)
            packed = try Zstandard.pack(bytes)
        } catch {
            throw .invalid(name: run.id, reason: "\(error)")
        }
        guard bytes.count <= limits.contentBytes else {
            throw .tooLarge(name: run.id, bytes: bytes.count, limit: limits.contentBytes)
        }
        // What no importer would take is not handed on.
        guard packed.count <= limits.fileBytes else {
            throw .tooLarge(name: run.id, bytes: packed.count, limit: limits.fileBytes)
        }
        do throws(BundleIndex.Failure) {
            _ = try bytes.withOutline()
        } catch {
            throw .invalid(name: run.id, reason: error.reason)
        }
        let header = BundleHeader(contentBytes: bytes.count, digest: packed.withUnsafeBytes(SHA256.hexadecimal(of:)))
        self.run = run
        self.summaries = Dictionary(
            uniqueKeysWithValues: content.summaries.enumerated().map { ($0.offset, $0.element) })
        digest = header.digest
        data = Data(header.line.utf8) + packed
    }

    /// - Parameter name: of the file, for errors.
    /// - Throws: `BundleError`; nothing of such a file is to be believed.
    public init(reading data: Data, name: String, limits: Limits = .standard) throws(BundleError) {
        guard data.count <= limits.fileBytes else {
            throw .tooLarge(name: name, bytes: data.count, limit: limits.fileBytes)
        }
        let (header, body) = try BundleHeader.read(data, name: name)
        guard header.contentBytes <= limits.contentBytes else {
            throw .tooLarge(name: name, bytes: header.contentBytes, limit: limits.contentBytes)
        }
        // Before anything is unpacked: a damaged file reaches no other library.
        guard body.withUnsafeBytes(SHA256.hexadecimal(of:)) == header.digest else { throw .wrongDigest(name: name) }
        let content = try Self.content(body, header, name)
        let run = content.run
        guard run.status != .running else { throw .unfinished(run: run.id) }
        guard content.summaries.count == run.cells.count else {
            throw .invalid(name: name, reason: "\(run.cells.count) cells have \(content.summaries.count) summaries")
        }
        summaries = Dictionary(uniqueKeysWithValues: content.summaries.enumerated().map { ($0.offset, $0.element) })
        try BundleValidation.check(run, summaries: summaries, in: name)
        self.run = run
        digest = header.digest
        self.data = data
    }

    private static func content(_ body: Data, _ header: BundleHeader, _ name: String) throws(BundleError) -> Content {
        let bytes: Data
        do throws(Zstandard.Failure) {
            bytes = try unpack(body, limit: header.contentBytes)
        } catch {
            switch error {
            case .tooLarge(let limit):
                throw .invalid(name: name, reason: "more comes out of it than the \(limit) bytes that it states")
            case .damaged(let reason): throw .invalid(name: name, reason: "it cannot be unpacked: \(reason)")
            }
        }
        guard bytes.count == header.contentBytes else {
            throw .invalid(name: name, reason: "it states \(header.contentBytes) bytes and holds \(bytes.count)")
        }
        do {
            return try decode(bytes, name: name)
        } catch let error as BundleError {
            throw error
        } catch {
            throw .invalid(name: name, reason: "its content is no run: \(JSONErrorText.words(of: error))")
        }
    }

    private static func unpack(_ body: Data, limit: Int) throws(Zstandard.Failure) -> Data {
        let result: Result<Data, Zstandard.Failure> = body.withUnsafeBytes { bytes in
            Result { () throws(Zstandard.Failure) in try Zstandard.unpack(bytes, limit: limit) }
        }
        return try result.get()
    }
}
