import InferenceCore
import ModelFormats
import Records

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
