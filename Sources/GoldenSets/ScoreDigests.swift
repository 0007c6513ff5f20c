import Support

/// Fingerprints of a model's outputs: equal digests mean equal outputs, bit for bit.
public struct ScoreDigests: Sendable, Equatable {
    /// SHA-256, lower-case hexadecimal, over the SHA-256 of every sample.
    public let whole: String
    /// The first 64 bits of each sample's SHA-256, or of a group's over those of its samples, big-endian: enough to count those that
    /// changed.
    public let rows: [UInt64]

    /// - Parameters:
    ///   - outputs: tables of the same samples, by the output's name.
    ///   - groups: of samples that are judged as one; nil where each is judged alone.
    /// - Complexity: O(values).
    public init(of outputs: [String: OutputTable], groups: SampleGroups? = nil) {
        let tables = outputs.sorted { $0.key < $1.key }
        let count = tables.first?.value.rows ?? 0
        var all = Array("\(count) samples, outputs \(tables.map(\.key))\n".utf8)
        var rows: [UInt64] = []
        all.reserveCapacity(all.count + 32 * count)
        rows.reserveCapacity(count)
        for row in 0..<count {
            // Shapes belong to it: [2, 3] and [3, 2] may hold the same values.
            let parts = tables.flatMap { _, table in
                Array("\(table.shape(ofRow: row))".utf8)
                    + table.withRow(row) { SHA256.digest(of: UnsafeRawBufferPointer($0)) }
            }
            let digest = parts.withUnsafeBytes { SHA256.digest(of: $0) }
            rows.append(digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
            all += digest
        }
        whole = all.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
        guard let groups else {
            self.rows = rows
            return
        }
        self.rows = (0..<groups.count).map { group in
            let digest = groups.members(of: group).map { rows[$0] }.withUnsafeBytes { SHA256.digest(of: $0) }
            return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
