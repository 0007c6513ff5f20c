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
        /// Each cell's figures, in the order of `run.cells`, in base units: raw values may be gone, these stay.
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

extension RunBundle {
    /// Decodes a content piece by piece, so that no more memory is taken than for the run itself and its largest piece.
    ///
    /// Each piece must be what Pawl writes: a key that it does not know, or a number that it rounds, would be lost.
    /// - Throws: `BundleError.invalid`, `DecodingError`.
    static func decode(_ bytes: Data, name: String) throws -> Content {
        func invalid(_ reason: String) -> BundleError { .invalid(name: name, reason: reason) }
        let outline: BundleIndex
        do throws(BundleIndex.Failure) {
            outline = try bytes.withOutline()
        } catch {
            throw invalid(error.reason)
        }
        let isTight = bytes.withUnsafeBytes { bytes in
            ([outline.cells] + outline.launches).allSatisfy { $0.isTight(bytes) }
        }
        guard isTight else { throw invalid(notOurs) }

        func piece<Value: Codable>(_ bytes: Data, as type: Value.Type) throws -> Value {
            let value = try RecordJSON.decode(bytes, as: type)
            guard try RecordJSON.encode(value) == bytes else { throw invalid(notOurs) }
            return value
        }
        func without(_ inside: Range<Int>, in range: Range<Int>) -> Data {
            bytes[range.lowerBound..<inside.lowerBound] + bytes[inside.upperBound..<range.upperBound]
        }
        var content = try piece(without(outline.cells.inside, in: 0..<bytes.count), as: Content.self)
        guard content.run.cells.isEmpty else { throw invalid(notOurs) }
        for (range, launches) in zip(outline.cells.elements, outline.launches) {
            let hasLaunches = !launches.elements.isEmpty
            var cell = try piece(
                hasLaunches ? without(launches.inside, in: range) : Data(bytes[range]), as: CellRecord.self)
            for launch in launches.elements {
                cell.launches.append(try piece(Data(bytes[launch]), as: LaunchRecord.self))
            }
            content.run.cells.append(cell)
        }
        return content
    }

    private static let notOurs = "its content is not written as Pawl writes it"
}

extension Data {
    func withOutline() throws(BundleIndex.Failure) -> BundleIndex {
        let result: Result<BundleIndex, BundleIndex.Failure> = withUnsafeBytes { bytes in
            Result { () throws(BundleIndex.Failure) in try BundleIndex(bytes) }
        }
        return try result.get()
    }
}
