import GoldenSets
import InferenceCore
import ModelFormats
import Records

/// What will be measured, fully resolved: every file found, every digest known, every pair decided.
public struct Plan: Sendable {
    public var suite: SuiteReference
    public var against: SuiteReference?
    public var measurement: MeasurementPolicy
    /// Opened and verified; `PlannedCell.goldenSet` indexes it.
    public var goldenSets: [PlannedGoldenSet]
    /// Ids are positions.
    public var cells: [PlannedCell]
    /// Ids are positions; empty for a run without gates.
    public var pairs: [PlannedPair]
    /// Cells that are measured alone although a pair takes them in: an earlier run, which measured them alone, is their baseline.
    public var cellsAlone: Set<Int>
    public var warnings: [String]

    public init(
        suite: SuiteReference, against: SuiteReference?, measurement: MeasurementPolicy,
        goldenSets: [PlannedGoldenSet], cells: [PlannedCell], pairs: [PlannedPair], cellsAlone: Set<Int> = [],
        warnings: [String]
    ) {
        self.suite = suite
        self.against = against
        self.measurement = measurement
        self.goldenSets = goldenSets
        self.cells = cells
        self.pairs = pairs
        self.cellsAlone = cellsAlone
        self.warnings = warnings
    }
}

public struct PlannedCell: Sendable {
    public var id: Int
    public var side: CellRecord.Side
    public var model: String
    public var variant: String
    public var runtimeLabel: String
    public var isReference: Bool
    public var isAnchor: Bool = false
    /// All files of the model.
    public var modelContent: ModelContent
    public var runtime: LocatedRuntime
    public var options: SessionOptions
    /// Libraries beside the runtime's own: part of what is measured, as the model's files are.
    public var libraries: [PlannedLibrary] = []
    /// What the suite says of the model's tensors.
    public var tensors = TensorSelectors()
    /// Which of the model's tensors are which; empty until the harness has asked the model, and where all names are the same.
    public var mapping = TensorMapping()
    /// How tensors of `mapping` were recognised, for the record, by keys such as `input.image`.
    public var mappingGrounds: [String: String] = [:]
    /// How values are brought from the golden set's types and units to the model's and back, by such keys: `quantised to int8 by
    /// scale 0.0078125, zero point -3`.
    public var conversions: [String: String] = [:]
    /// Inputs of the golden set that the model has not and needs not.
    public var unusedInputs: Set<String> = []
    /// Position in `Plan.goldenSets`.
    public var goldenSet: Int

    /// What is recorded of the model's files: where the first lies, what all are together.
    public var modelFile: ModelFileRecord { ModelFileRecord(modelContent) }

    /// `model/variant`, with the side where it is not the candidate's.
    public var name: String { side == .candidate ? "\(model)/\(variant)" : "\(model)/\(variant) (baseline)" }
}

extension ModelFileRecord {
    public init(_ content: ModelContent) {
        self.init(path: content.path, digest: content.digest, bytes: content.bytes)
    }
}

/// Two cells to be measured interleaved.
public struct PlannedPair: Sendable, Equatable {
    public var id: Int
    public var purpose: PairRecord.Purpose
    public var baselineCell: Int
    public var candidateCell: Int

    public init(id: Int, purpose: PairRecord.Purpose, baselineCell: Int, candidateCell: Int) {
        self.id = id
        self.purpose = purpose
        self.baselineCell = baselineCell
        self.candidateCell = candidateCell
    }
}

public struct PlannedGoldenSet: Sendable {
    public var folder: String
    public var set: GoldenSet
}

extension Plan {
    /// A plan of one pair and nothing else, its baseline being cell 0 and its candidate cell 1.
    ///
    /// - Parameter pair: one of the plan's.
    public func isolating(_ pair: PlannedPair) -> Plan {
        var plan = self
        plan.cells = [cells[pair.baselineCell], cells[pair.candidateCell]]
        for index in plan.cells.indices { plan.cells[index].id = index }
        var only = pair
        (only.id, only.baselineCell, only.candidateCell) = (0, 0, 1)
        plan.pairs = [only]
        return plan
    }
}

/// How a worker is started: an executable and its arguments, never a shell.
public struct WorkerCommand: Sendable, Hashable {
    public var arguments: [String]
    /// Added to the supervisor's own environment.
    public var environment: [String: String]

    /// - Precondition: `arguments` is not empty; the first is a path, or a name to look for in PATH.
    public init(arguments: [String], environment: [String: String] = [:]) {
        precondition(!arguments.isEmpty, "a worker needs an executable")
        self.arguments = arguments
        self.environment = environment
    }

    /// For people and records.
    public var text: String { arguments.joined(separator: " ") }
}
