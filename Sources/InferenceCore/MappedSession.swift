/// A session whose tensors have the golden set's names, types, units and order of axes, whatever the model's are.
///
/// Tensors are converted when they are bound and when outputs are read: what is timed runs as it would without this.
public final class MappedSession: InferenceSession {
    private let session: any InferenceSession
    private let mapping: TensorMapping
    public let inputs: [TensorSpec]
    public let outputs: [TensorSpec]
    public let textOutputs: [TextOutput]
    /// The model's own name of a text output, by the golden set's.
    private let textNames: [String: String]

    /// - Throws: `InferenceError.unusableMapping` when it names a tensor that the model has not or names one twice, or when a
    ///   transposition or a cast does not fit.
    public init(_ session: any InferenceSession, mapping: TensorMapping) throws(InferenceError) {
        self.session = session
        self.mapping = mapping
        inputs = try Self.specs(session.inputs, mapping.inputs, kind: "input") { $0.asInput(through: $1) }
        let texts = session.textOutputs
        let textLinks = mapping.outputs.filter { _, link in texts.contains { $0.name == link.name } }
        if let (name, _) = textLinks.first(where: { $1.transposition != nil || $1.cast != nil }) {
            throw .unusableMapping("the model's output '\(name)' holds texts, which are neither transposed nor cast")
        }
        outputs = try Self.specs(
            session.outputs, mapping.outputs.filter { textLinks[$0.key] == nil }, kind: "output"
        ) { $0.asOutput(through: $1) }
        textNames = textLinks.mapValues(\.name)
        let known = Dictionary(textNames.map { ($1, $0) }) { first, _ in first }
        textOutputs = texts.map { TextOutput(name: known[$0.name] ?? $0.name, shape: $0.shape) }
    }

    private static func specs(
        _ specs: [TensorSpec], _ links: [String: TensorLink], kind: String,
        convert: (TensorSpec, TensorLink) -> TensorSpec?
    ) throws(InferenceError) -> [TensorSpec] {
        var namesByModelName: [String: String] = [:]
        for (name, link) in links.sorted(by: { $0.key < $1.key }) {
            guard specs.contains(where: { $0.name == link.name }) else {
                throw .unusableMapping(
                    "the model has no \(kind) '\(link.name)', which is said to be '\(name)'; it has "
                        + specs.map(\.description).joined(separator: "; "))
            }
            if let other = namesByModelName.updateValue(name, forKey: link.name) {
                throw .unusableMapping("the model's \(kind) '\(link.name)' is said to be both '\(other)' and '\(name)'")
            }
        }
        var result: [TensorSpec] = []
        for spec in specs {
            guard let name = namesByModelName[spec.name], let link = links[name] else {
                result.append(spec)
                continue
            }
            guard var mapped = convert(spec, link) else {
                throw .unusableMapping("the model's \(kind) \(spec) is not what '\(link)' says")
            }
            mapped.name = name
            result.append(mapped)
        }
        if let twice = Dictionary(grouping: result, by: \.name).first(where: { $1.count > 1 })?.key {
            throw .unusableMapping(
                "the model has an \(kind) '\(twice)' of its own beside the one that is said to be it")
        }
        return result
    }

    public var unreadableOutputs: [UnreadableOutput] { session.unreadableOutputs }

    public var metadata: ModelMetadata { session.metadata }

    public func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        var bound: [String: Tensor] = [:]
        for (name, tensor) in tensors {
            guard let link = mapping.inputs[name] else {
                bound[name] = tensor
                continue
            }
            do throws(InferenceError) {
                bound[link.name] = try link.convert(tensor)
            } catch {
                throw .conversion(of: "input '\(name)'", error)
            }
        }
        return MappedInference(try session.bind(inputs: bound), outputs: mapping.outputs, textNames: textNames)
    }

    public func plannedArenaBytes() -> UInt64? { session.plannedArenaBytes() }

    public func finishProfile() throws(InferenceError) -> [OperatorTiming] { try session.finishProfile() }
}

/// Bound tensors whose outputs are read under the golden set's names.
final class MappedInference: BoundInference {
    let timed: any BoundInference
    private let links: [String: (name: String, link: TensorLink)]
    private let textNames: [String: String]

    init(_ inference: any BoundInference, outputs: [String: TensorLink], textNames: [String: String] = [:]) {
        self.textNames = textNames
        timed = inference
        links = Dictionary(uniqueKeysWithValues: outputs.map { ($1.name, (name: $0, link: $1)) })
    }

    func run() throws(InferenceError) { try timed.run() }

    func texts(ofOutput name: String) throws(InferenceError) -> TextTensor? {
        try timed.texts(ofOutput: textNames[name] ?? name)
    }

    func outputs() throws(InferenceError) -> [String: Tensor] {
        var outputs: [String: Tensor] = [:]
        for (name, tensor) in try timed.outputs() {
            guard let (known, link) = links[name] else {
                outputs[name] = tensor
                continue
            }
            do throws(InferenceError) {
                outputs[known] = try link.convert(tensor)
            } catch {
                throw .conversion(of: "output '\(known)'", error)
            }
        }
        return outputs
    }
}
