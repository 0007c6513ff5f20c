import Foundation

/// Records as JSON: keys sorted, so that equal values are equal bytes; "nan", "inf" and "-inf" as texts, because JSON has no
/// such numbers; dates as seconds since 2001-01-01 UTC, which is what a `Date` holds, so that nothing is rounded.
public enum RecordJSON {
    /// - Throws: `EncodingError`.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value)
    }

    /// - Throws: `DecodingError`, also for a date outside of the years that `furthestSeconds` names.
    public static func decode<Value: Decodable>(_ data: Data, as type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        decoder.dateDecodingStrategy = .custom(date)
        return try decoder.decode(type, from: data)
    }

    /// Of a date, from 2001: the years 1742 to 2260. Calendars, and the database's nanoseconds, end not far beyond.
    public static let furthestSeconds = 8.2e9

    /// A date that is not a number, or far outside of time, would end the process where it is written out.
    @Sendable private static func date(_ decoder: any Decoder) throws -> Date {
        let container = try decoder.singleValueContainer()
        let seconds = try container.decode(Double.self)
        guard seconds.magnitude < furthestSeconds else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(seconds) is no date")
        }
        return Date(timeIntervalSinceReferenceDate: seconds)
    }
}

/// What is wrong with a text of JSON, as its decoder tells it.
package enum JSONErrorText {
    /// Names the place within the content that a decoder stumbled over, and what it wanted there.
    package static func words(of error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return (path.isEmpty ? "" : "at \(path.prefix(200)): ") + context.debugDescription.prefix(300)
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            "'\(key.stringValue.prefix(200))' is missing, \(place(context))"
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            place(context)
        default: "\(error)"
        }
    }
}
