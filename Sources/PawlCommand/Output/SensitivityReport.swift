import GoldenSets
import Records
import Suites

/// What a search found, for people and, as JSON, for programs.
struct SensitivityReport: Encodable {
    struct Entry: Encodable {
        /// One, or those of a group.
        var nodes: [String]
        /// Of its nodes, without repetition.
        var operators: [String]
        var weightBytes: Int
        /// With only these quantised.
        var alone: Trial
        var passes: Bool
    }

    var model: String
    var method: String
    var variant: String
    var goldenSet: String
    var samples: Int
    /// Null where each is judged alone.
    var groups: Int?
    /// Null where samples stand alone.
    var sequences: Int?
    var gates: [String]
    var ending: SensitivityFinding.StopReason
    /// All that the method would quantise.
    var nodes: [QuantisableNode]
    var floatModelBytes: UInt64
    var everythingQuantised: Trial?
    /// The most harmful first.
    var sweep: [Entry]
    /// Null when nothing but keeping everything was found.
    var keptInFloat: [QuantisableNode]?
    var mixed: Trial?
    /// A smaller set with which no gate fails, though one is undecided.
    var undecidedKeptInFloat: [QuantisableNode]?
    var undecidedMixed: Trial?
    /// No single node of the set can be given back.
    var isMinimal: Bool
    /// Every node of the model was tried as the only one that is kept.
    var triedEverySingle: Bool
    var trials: Int
    var seconds: Double
    /// Arguments that make the mixed variant, and its line in a suite.
    var command: [String]?
    var suiteLine: String?

    init(
        _ finding: SensitivityFinding, plan: Plan, variant: String, gates: [String], recipe: SensitivityRecipe,
        method: String, seconds: Double
    ) {
        let cell = plan.cells[0]
        let set = plan.goldenSets[cell.goldenSet].set
        model = cell.model
        self.method = method
        self.variant = variant
        goldenSet = set.manifest.id
        samples = set.sampleCount
        groups = set.groups?.count
        sequences = set.sequences.last.map { Int($0) + 1 }
        self.gates = gates
        ending = finding.ending
        nodes = finding.nodes
        floatModelBytes = cell.modelFile.bytes
        everythingQuantised = finding.whole
        sweep = finding.sweep.enumerated().sorted { left, right in
            let (one, other) = (left.element.trial, right.element.trial)
            if one.isWorse(than: other) != other.isWorse(than: one) { return one.isWorse(than: other) }
            return left.offset < right.offset
        }.map { _, entry in
            let nodes = entry.unit.map { finding.nodes[$0] }
            return Entry(
                nodes: nodes.map(\.name), operators: Set(nodes.map(\.operatorType)).sorted(),
                weightBytes: nodes.reduce(0) { $0 + $1.weightBytes }, alone: entry.trial, passes: entry.trial.passes)
        }
        keptInFloat = finding.kept.map { kept in kept.sorted().map { finding.nodes[$0] } }
        mixed = finding.keptTrial
        undecidedKeptInFloat = finding.undecided.map { kept in kept.sorted().map { finding.nodes[$0] } }
        undecidedMixed = finding.undecidedTrial
        isMinimal = finding.isMinimal
        triedEverySingle = finding.triedEverySingle
        trials = finding.trials
        self.seconds = seconds
        command = keptInFloat.map { recipe.command(excluding: $0.map(\.name)) }
        suiteLine = keptInFloat == nil ? nil : recipe.suiteLine
    }
}
