import Files

/// Fingerprints of a model's scores: equal digests mean equal scores, bit for bit.
public struct ScoreDigests: Sendable, Equatable {
    /// SHA-256, lower-case hexadecimal, over the shape and the SHA-256 of every row.
    public let whole: String
    /// The first 64 bits of each row's SHA-256, big-endian: enough to count the rows that changed.
    public let rows: [UInt64]

    /// - Complexity: O(rows * columns).
    public init(of scores: ScoreMatrix) {
        var all = Array("\(scores.rows) rows of \(scores.columns) float32\n".utf8)
        var rows: [UInt64] = []
        all.reserveCapacity(all.count + 32 * scores.rows)
        rows.reserveCapacity(scores.rows)
        for row in 0..<scores.rows {
            let digest = scores.withRow(row) { SHA256.digest(of: UnsafeRawBufferPointer($0)) }
            rows.append(digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
            all += digest
        }
        whole = all.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
        self.rows = rows
    }
}
