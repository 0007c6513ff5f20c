/// A run of MLflow.
struct MLflowRun: Sendable {
    var id: String
    /// Not RUNNING any more: whole, if Pawl made it.
    var isEnded: Bool
}

/// A parameter or a tag.
struct MLflowEntry: Codable, Sendable, Equatable {
    var key: String
    var value: String

    /// Within what MLflow takes: names of letters, digits and `_-. :/`, at most 250; values of at most 5000 characters.
    init(_ key: String, _ value: String) {
        self.key = Self.name(key)
        self.value = String(value.prefix(5000))
    }

    static func name(_ text: String) -> String {
        String(
            text.map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || "_-. :/".contains(character) ? character : "_"
            }.prefix(250))
    }
}

struct MLflowMetric: Encodable, Sendable, Equatable {
    var key: String
    var value: Double
    /// Milliseconds since 1970.
    var timestamp: Int64
    var step = 0
}

/// Tags by which Pawl finds its runs again.
enum MLflowTag {
    static let run = "pawl.run_id"
    /// `run` for the run itself, else the side and the cell's name.
    static let cell = "pawl.cell"
    static let ofTheRun = "run"
}
