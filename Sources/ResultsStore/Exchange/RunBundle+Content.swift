import Foundation
import Records

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
