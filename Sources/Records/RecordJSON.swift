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

    /// - Throws: `DecodingError`.
    public static func decode<Value: Decodable>(_ data: Data, as type: Value.Type = Value.self) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(type, from: data)
    }
}
