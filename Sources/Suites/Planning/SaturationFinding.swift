import Diagnostics
import GoldenSets
import InferenceCore
import ModelFormats
import Support

/// Quantised inputs that cannot represent the golden set's values: named before anything is measured.
///
/// Samples of 0 to 255 for a model of 0 to 1 run without an error, and nearly all become one number.
struct SaturationFinding {
    private let cells: [PlannedCell]
    private let goldenSets: [PlannedGoldenSet]

    init(_ cells: [PlannedCell], _ goldenSets: [PlannedGoldenSet]) {
        self.cells = cells
        self.goldenSets = goldenSets
    }

    var warnings: [String] {
        var told: Set<String> = []
        return cells.flatMap { cell -> [String] in
            // The baseline's variant of the same file and set has been told.
            let key = "\(cell.modelContent.digest) \(cell.goldenSet) \(cell.tensors.hashValue)"
            return told.insert(key).inserted ? warnings(of: cell) : []
        }
    }

    private func warnings(of cell: PlannedCell) -> [String] {
        let set = goldenSets[cell.goldenSet].set
        let model = QuantizedInputs(ofModel: cell.modelContent.path)
        return set.feed.inputNames.compactMap { name in
            let selector = cell.tensors.inputs[name]
            let isOnly = set.feed.inputNames.count == 1
            guard let own = model.input(named: selector?.name ?? name, isOnly: isOnly),
                let quantization = selector?.quantization ?? own.quantization,
                let found = set.saturation(
                    ofInput: name, by: quantization, type: own.type, preprocessing: selector?.preprocessing),
                found.isMaterial
            else { return nil }
            return
                "\(cell.name): \(found.words(input: name, subject: cell.variant)); \(found.range): prepare them as the "
                + "model's author did, or write 'scale' and 'offset' for the input under the variant"
        }
    }
}

/// What a model file says of the integers that its inputs become: those of integer inputs, and of inputs of real numbers that the graph
/// quantises first of all.
private struct QuantizedInputs {
    private let interface: ModelInterface?
    private let graph: OnnxGraph?

    /// A file that cannot be read is left to its runtime, which says why.
    init(ofModel path: String) {
        interface = (try? ModelInterface.read(path: path)) ?? nil
        graph = path.lowercased().hasSuffix(".onnx") ? try? OnnxGraph(path: path) : nil
    }

    /// - Parameter isOnly: whether a model with one input means that one, whatever it is called.
    func input(named name: String, isOnly: Bool) -> (quantization: TensorQuantization?, type: ElementType)? {
        guard let interface,
            let port = interface.input(named: name)
                ?? (isOnly && interface.inputs.count == 1 ? interface.inputs[0] : nil),
            let type = port.elementType
        else { return nil }
        if !type.isFloatingPoint { return (port.quantization, type) }
        guard let found = (try? graph?.quantization(ofInput: port.names[0])) ?? nil, let narrow = found.elementType,
            let quantization = try? TensorQuantization(scale: found.scale, zeroPoint: found.zeroPoint)
        else { return nil }
        return (quantization, narrow)
    }
}
