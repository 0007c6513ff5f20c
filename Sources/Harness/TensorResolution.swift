import Diagnostics
import GoldenSets
import InferenceCore
import Planning
import Records
import Worker

/// Asks converted models for their tensors, before anything is measured, and says which is which.
///
/// A variant is asked whose suite speaks of its inputs or outputs, or whose file is of another format than its reference's:
/// converters rename tensors. All others must have the golden set's names.
struct TensorResolution {
    private(set) var plan: Plan
    /// By cell id.
    private(set) var failures: [Int: CellFailure] = [:]
    private let workers: WorkerStarter
    private var replies: [String: Result<InspectCall.Reply, WorkerFailure>] = [:]

    init(_ plan: Plan, workers: WorkerStarter) {
        self.plan = plan
        self.workers = workers
        // References first: the others are held against them.
        for cell in plan.cells.sorted(by: { $0.isReference && !$1.isReference }) where wantsAsking(cell) {
            resolve(cell)
        }
    }

    private func reference(of cell: PlannedCell) -> PlannedCell? {
        plan.cells.first { $0.side == cell.side && $0.model == cell.model && $0.isReference && $0.id != cell.id }
    }

    private func wantsAsking(_ cell: PlannedCell) -> Bool {
        guard cell.tensors.isEmpty else { return true }
        return reference(of: cell).map { Self.format($0.modelFile.path) != Self.format(cell.modelFile.path) } ?? false
    }

    private static func format(_ path: String) -> Substring {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[$0...] } ?? ""
    }

    private mutating func resolve(_ cell: PlannedCell) {
        let set = plan.goldenSets[cell.goldenSet].set
        do throws(WorkerFailure) {
            let own = try ask(cell)
            // Without a reference that answers, types and shapes of outputs are not known; names still are.
            let model = reference(of: cell).flatMap { try? self.model(of: $0) }
            let outputs = TensorMatching(
                .output, wanted: set.wantedOutputs(cell.tensors, like: model?.outputs), among: own.outputs,
                variant: cell.name)
            let inputs = TensorMatching(
                .input, wanted: set.wantedInputs(cell.tensors, like: model?.inputs), among: own.inputs,
                variant: cell.name)
            if let finding = (inputs.findings + outputs.findings).first {
                var failure = WorkerFailure(kind: .error, message: finding.message)
                failure.hint = finding.hint
                throw failure
            }
            take(inputs, outputs, for: cell.id)
        } catch {
            failures[cell.id] = error.cellFailure(phase: "match tensors")
        }
    }

    private mutating func take(_ inputs: TensorMatching, _ outputs: TensorMatching, for cell: Int) {
        for (kind, matching) in [("input", inputs), ("output", outputs)] {
            for (name, link) in matching.links where !link.isPlain(for: name) {
                plan.cells[cell].mappingGrounds["\(kind).\(name)"] =
                    "\(link) (\(matching.grounds[name]?.rawValue ?? ""))"
            }
        }
        plan.cells[cell].mapping = TensorMapping(
            inputs: inputs.links.filter { !$1.isPlain(for: $0) }, outputs: outputs.links.filter { !$1.isPlain(for: $0) }
        )
    }

    /// What a resolved model has, under the golden set's names.
    private mutating func model(of cell: PlannedCell) throws(WorkerFailure) -> (
        inputs: [TensorSpec], outputs: [TensorSpec]
    ) {
        let reply = try ask(cell)
        let mapping = plan.cells[cell.id].mapping
        func renamed(
            _ specs: [TensorSpec], _ links: [String: TensorLink], _ seen: (TensorSpec, TensorLink) -> TensorSpec?
        ) -> [TensorSpec] {
            specs.map { spec in
                guard let (name, link) = links.first(where: { $1.name == spec.name }) else { return spec }
                var result = seen(spec, link) ?? spec
                result.name = name
                return result
            }
        }
        return (
            renamed(reply.inputs, mapping.inputs) { $0.asInput(through: $1) },
            renamed(reply.outputs, mapping.outputs) { $0.asOutput(through: $1) }
        )
    }

    private mutating func ask(_ cell: PlannedCell) throws(WorkerFailure) -> InspectCall.Reply {
        let key = "\(cell.runtime.name) \(cell.runtime.version) \(cell.modelFile.path)"
        if let known = replies[key] { return try known.get() }
        let workers = workers
        let reply = Result { () throws(WorkerFailure) in
            let worker = try workers.start(for: cell)
            defer { worker.shutDown() }
            return try workers.inspect(cell, in: worker)
        }
        replies[key] = reply
        return try reply.get()
    }
}

extension GoldenSet {
    /// - Parameter model: inputs of the reference; nil where it could not be asked.
    fileprivate func wantedInputs(_ wishes: TensorWishes, like model: [TensorSpec]?) -> [TensorMatching.Wanted] {
        let state = manifest.state.keys.sorted().map { name in
            let spec = model?.first { $0.name == name }
            return TensorMatching.Wanted(
                name: name, wish: wishes.inputs[name] ?? TensorWish(), description: spec?.typeAndShape,
                fits: { candidate in spec?.resembles(candidate) ?? true })
        }
        return feed.inputNames.map { name in
            let sample = feed.sampleSpec(ofInput: name)
            let described = sample.map { "\($0.elementType.rawValue)\($0.shape) for a sample" }
            return TensorMatching.Wanted(
                name: name, wish: wishes.inputs[name] ?? TensorWish(), description: described,
                fits: { candidate in
                    guard let sample else { return true }
                    return candidate.elementType == sample.elementType
                        && (candidate.accepts(shape: sample.shape) || candidate.accepts(shape: [1] + sample.shape))
                })
        } + state
    }

    /// Those that the golden set reads must be there; of the reference's others, what is not there cannot be compared.
    fileprivate func wantedOutputs(_ wishes: TensorWishes, like model: [TensorSpec]?) -> [TensorMatching.Wanted] {
        let required = Set(manifest.outputs.map(\.name)).union(manifest.state.values)
        let names = required.union(model?.map(\.name) ?? []).union(wishes.outputs.keys)
        return names.sorted().map { name in
            let spec = model?.first { $0.name == name }
            return TensorMatching.Wanted(
                name: name, wish: wishes.outputs[name] ?? TensorWish(), description: spec?.typeAndShape,
                isRequired: required.contains(name), fits: { candidate in spec?.resembles(candidate) ?? true })
        }
    }
}

extension TensorSpec {
    /// Same type and rank, and no dimension that both fix to different sizes.
    fileprivate func resembles(_ other: TensorSpec) -> Bool {
        guard elementType == other.elementType, shape.count == other.shape.count else { return false }
        return zip(shape, other.shape).allSatisfy { pair in
            if case (.fixed(let one), .fixed(let two)) = pair { return one == two }
            return true
        }
    }

    /// `float32[batch, 10]`
    fileprivate var typeAndShape: String { String(description.dropFirst(name.count + 2)) }
}
