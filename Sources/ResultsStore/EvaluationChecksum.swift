import Records
import Support

/// A checksum over everything that is kept of a cell's answers, so that a damaged or changed row is never reused.
///
/// It guards against bits that rot and hands that edit, not against somebody who means to deceive: who can write the database can
/// compute it too.
enum EvaluationChecksum {
    /// SHA-256 of the record as JSON with sorted keys, which is the same text for the same record.
    ///
    /// - Throws: what the encoder says of a record that cannot be encoded.
    static func of(_ accuracy: AccuracyRecord) throws -> String {
        SHA256.hexadecimal(of: try JSONText.encode(accuracy))
    }
}
