import Records

/// What the column `input_trials.trials` holds: changes of an input for a task with classes of samples, other readings of the
/// predictions for the others. No task has both.
enum StoredTrials: Codable {
    case inputs(InputTrials)
    case readings(ReadingTrials)

    private enum Key: String, CodingKey { case readings }

    /// Nil where nothing was tried.
    init?(_ accuracy: AccuracyRecord) {
        if let inputs = accuracy.inputTrials {
            self = .inputs(inputs)
        } else if let predictions = accuracy.readingTrials {
            self = .readings(predictions)
        } else {
            return nil
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let predictions = try container.decodeIfPresent(ReadingTrials.self, forKey: .readings) {
            self = .readings(predictions)
        } else {
            self = .inputs(try InputTrials(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputs(let trials): try trials.encode(to: encoder)
        case .readings(let trials):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(trials, forKey: .readings)
        }
    }

    func add(to accuracy: inout AccuracyRecord) {
        switch self {
        case .inputs(let trials): accuracy.inputTrials = trials
        case .readings(let trials): accuracy.readingTrials = trials
        }
    }
}
