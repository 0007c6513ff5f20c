import Foundation

/// On what and how the traces after it were recorded.
struct RecordingSession: Codable, Equatable, Sendable {
    /// `recorded`, or `synthetic`.
    var source: String
    /// Such as `cpu model`: `...`; for synthetic traces the seed.
    var facts: [String: String]

    var encoded: Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A dictionary of texts always encodes.
        return (try? encoder.encode(self)) ?? Data("{}".utf8)
    }
}
