import Records

/// What the column `input_trials.trials` holds: changes of an input for a task with classes of samples, other readings of the
/// answers for the others. No task has both.
enum StoredTrials: Codable {
    case inputs(InputTrials)
    case answers(AnswerTrials)

    private enum Key: String, CodingKey { case answers }

    /// Nil where nothing was tried.
    init?(_ accuracy: AccuracyRecord) {
        if let inputs = accuracy.inputTrials {
            self = .inputs(inputs)
        } else if let answers = accuracy.answerTrials {
            self = .answers(answers)
        } else {
            return nil
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let answers = try container.decodeIfPresent(AnswerTrials.self, forKey: .answers) {
            self = .answers(answers)
        } else {
            self = .inputs(try InputTrials(from: decoder))
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .inputs(let trials): try trials.encode(to: encoder)
        case .answers(let trials):
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(trials, forKey: .answers)
        }
    }

    func add(to accuracy: inout AccuracyRecord) {
        switch self {
        case .inputs(let trials): accuracy.inputTrials = trials
        case .answers(let trials): accuracy.answerTrials = trials
        }
    }
}
