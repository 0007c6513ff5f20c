import Explanation
import Records
import Reports

/// Which layers a change of accuracy comes from.
struct AccuracySection: ExplanationSection {
    /// A layer that has to be in float for the gates to pass.
    struct Cause: Encodable {
        var layer: String
        var operatorType: String
        var weightBytes: Int
        /// What of it breaks the candidate; null where that was not told apart.
        var part: Part?
        /// Of its own error, in dB.
        var ownSQNR: Double?
        /// The values that it gives.
        var outputs: [String]
    }

    enum Part: String, Encodable {
        /// With the reference's weights alone the gates pass, its inputs quantised as they are.
        case weights
        /// They do not: what it reads has lost too much.
        case inputs
    }

    /// One value of the network, in its order.
    struct Value: Encodable {
        var value: String
        var node: String
        var operatorType: String
        var accumulated: ValueComparison?
        var own: ValueComparison?
    }

    var samples: Int
    var values: [Value]
    /// Layers that the two models compute differently.
    var differingLayers: Int
    var gates: [String]
    /// Null where there was nothing to search, or no gate to search by.
    var ending: CauseSearch.Ending?
    /// Why causes were not searched for, or a search was of no use.
    var obstacle: String?
    var causes: [Cause] = []
    var isMinimal = false
    /// Golden samples that the search judged by, where that were not all of them; its result was judged by all.
    var searchedSamples: Int?
    /// What the gates say of the candidate, and of it with the causes in float.
    var candidate: Trial?
    var restored: Trial?
    var trials = 0
    var seconds = 0.0
    /// Of one model that was tried, on average.
    var secondsPerTrial: Double?
    /// Folders that layers were saved in (`--save-part`).
    var savedParts: [String] = []

    /// Below it the noise has a tenth of the signal's amplitude.
    static let divergedBelow = 20.0

    /// The first value in the network's order that is farther apart.
    var firstDivergence: Value? {
        values.first { $0.accumulated.map { ($0.sqnr ?? -.infinity) < Self.divergedBelow } ?? false }
    }

    var isWhole: Bool { ending != .stopped }

    init(samples: Int, values: [Value], differingLayers: Int, gates: [String]) {
        self.samples = samples
        self.values = values
        self.differingLayers = differingLayers
        self.gates = gates
    }

    /// Nothing was compared.
    init(obstacle: String) {
        self.init(samples: 0, values: [], differingLayers: 0, gates: [])
        self.obstacle = obstacle
    }

    private enum CodingKeys: String, CodingKey {
        case samples, values, differingLayers, gates, ending, obstacle, causes, isMinimal, searchedSamples, candidate,
            restored, trials,
            seconds, secondsPerTrial, savedParts
    }
}
