import Diagnostics
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Suites
import Worker

/// Asks models for their tensors, before anything is measured, says which is which of those that the golden set names, and how
/// values get from one to the other.
///
/// A variant is asked whose suite speaks of its inputs or outputs, whose file is of another format than its reference's (converters
/// rename tensors), or whose file says that it takes other inputs than the samples or gives quantised outputs. All others have the
/// golden set's names and types.
struct TensorResolution {
    private(set) var plan: Plan
    /// By cell id.
    private(set) var failures: [Int: CellFailure] = [:]
    private let workers: WorkerStarter
    private var replies: [String: Result<InspectCall.Reply, WorkerFailure>] = [:]
    /// What model files say themselves, by path; nil for those that are not read.
    private let files: [String: ModelInterface?]

    init(_ plan: Plan, workers: WorkerStarter) {
        self.plan = plan
        self.workers = workers
        // A file that cannot be read is left to its runtime, which says why.
        files = Dictionary(
            plan.cells.map { ($0.modelFile.path, (try? ModelInterface.read(path: $0.modelFile.path)) ?? nil) }
        ) { first, _ in first }
        for cell in self.plan.cells where cell.isReference || reference(of: cell) == nil { inspectUnits(from: cell) }
        // References first: the others are compared with them.
        for cell in plan.cells.sorted(by: { $0.isReference && !$1.isReference }) where needsInspection(cell) {
            resolve(cell)
        }
    }

    /// Integers that the golden set says nothing of are the ones of the model that they were made for: the reference, or the only
    /// one.
    private mutating func inspectUnits(from cell: PlannedCell) {
        guard let file = file(of: cell) else { return }
        let set = plan.goldenSets[cell.goldenSet].set
        for name in set.feed.inputNames where set.inputQuantizations[name] == nil {
            let own = cell.tensors.inputs[name]?.name ?? name
            let port = file.input(named: own) ?? (file.inputs.count == 1 ? file.inputs[0] : nil)
            guard let port, port.elementType == set.feed.sampleSpec(ofInput: name)?.elementType else { continue }
            plan.goldenSets[cell.goldenSet].set.inputQuantizations[name] =
                cell.tensors.inputs[name]?.quantization ?? port.quantization
        }
    }

    private func reference(of cell: PlannedCell) -> PlannedCell? {
        plan.cells.first { $0.side == cell.side && $0.model == cell.model && $0.isReference && $0.id != cell.id }
    }

    private func file(of cell: PlannedCell) -> ModelInterface? { files[cell.modelFile.path] ?? nil }

    private func needsInspection(_ cell: PlannedCell) -> Bool {
        guard cell.tensors.isEmpty else { return true }
        if let reference = reference(of: cell),
            Self.format(reference.modelFile.path) != Self.format(cell.modelFile.path)
        {
            return true
        }
        guard let file = file(of: cell) else { return false }
        return file.outputs.contains { $0.quantization != nil }
            || !plan.goldenSets[cell.goldenSet].set.isTaken(by: file)
    }

    private static func format(_ path: String) -> Substring {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[$0...] } ?? ""
    }

    private mutating func resolve(_ cell: PlannedCell) {
        let set = plan.goldenSets[cell.goldenSet].set
        do throws(WorkerFailure) {
            let own = try ask(cell)
            // Without a reference that can be loaded, types and shapes of outputs are not known; names still are.
            let model = reference(of: cell).flatMap { try? self.model(of: $0) }
            var requestedOutputs = set.requestedOutputs(cell.tensors, like: model?.outputs)
            let texts = takeTexts(&requestedOutputs, own, of: set)
            let outputs = TensorMatching(
                .output, wanted: requestedOutputs, among: own.outputs, variant: cell.name)
            let wanted = set.requestedInputs(cell.tensors, like: model?.inputs)
            var inputs = TensorMatching(.input, wanted: wanted, among: own.inputs, variant: cell.name)
            let unused = unusedInputs(of: cell, inputs, wanted)
            if !unused.isEmpty {
                inputs = TensorMatching(
                    .input, wanted: wanted.filter { unused[$0.name] == nil }, among: own.inputs, variant: cell.name)
            }
            if let finding = (inputs.findings + outputs.findings).first {
                var failure = WorkerFailure(kind: .error, message: finding.message)
                failure.hint = finding.hint
                throw failure
            }
            plan.cells[cell.id].unusedInputs = Set(unused.keys)
            for (name, reason) in unused { plan.cells[cell.id].conversions["input.\(name)"] = "left out: \(reason)" }
            take(inputs, outputs, texts, of: own, for: cell.id)
        } catch {
            failures[cell.id] = error.cellFailure(phase: "match tensors")
        }
    }

    /// Inputs that the model has not, and why it runs without them: the suite says so, or the reference has them and reads none
    /// of their values.
    private func unusedInputs(
        of cell: PlannedCell, _ matching: TensorMatching, _ wanted: [TensorMatching.Wanted]
    ) -> [String: String] {
        var reasons: [String: String] = [:]
        let reference = reference(of: cell)
        for name in wanted.map(\.name) where matching.links[name] == nil {
            if cell.tensors.inputs[name]?.mayBeMissing == true {
                reasons[name] = "the suite says that the model needs no such input"
            } else if let reference, let port = file(of: reference)?.input(named: reference.ownName(ofInput: name)),
                port.isUnread
            {
                reasons[name] = "the model has no such input, and \(reference.variant) does not read it"
            }
        }
        return reasons
    }

    /// Outputs of texts, which are known by their names, or by being the only one where the golden set reads classes.
    ///
    /// - Returns: the model's own name of each, by the golden set's. What is found is wanted no more.
    private func takeTexts(
        _ wanted: inout [TensorMatching.Wanted], _ own: InspectCall.Reply, of set: GoldenSet
    ) -> [String: String] {
        let texts = (own.textOutputs ?? []).map(\.name)
        var found: [String: String] = [:]
        for output in wanted {
            let name = output.selector.name ?? output.name
            if texts.contains(name) {
                found[output.name] = name
            } else if set.texts(ofOutput: output.name) != nil, texts.count == 1, output.selector.name == nil,
                !own.outputs.contains(where: { $0.name == name })
            {
                found[output.name] = texts[0]
            }
        }
        wanted.removeAll { found[$0.name] != nil }
        return found
    }

    private mutating func take(
        _ inputs: TensorMatching, _ outputs: TensorMatching, _ texts: [String: String], of own: InspectCall.Reply,
        for cell: Int
    ) {
        var mapping = TensorMapping(inputs: inputs.links, outputs: outputs.links)
        for (name, link) in texts { mapping.outputs[name] = TensorLink(name: link) }
        // What only the comparison with other variants reads comes back in real units too.
        let linked = Set(outputs.links.values.map(\.name))
        for output in own.outputs where !linked.contains(output.name) && mapping.outputs[output.name] == nil {
            if let cast = output.inRealUnits {
                mapping.outputs[output.name] = TensorLink(name: output.name, cast: cast)
            }
        }
        let set = plan.goldenSets[plan.cells[cell].goldenSet].set
        for (input, output) in set.manifest.state { mapping.keepState(input, output, of: own) }
        for (kind, links, grounds) in [
            ("input", mapping.inputs, inputs.grounds), ("output", mapping.outputs, outputs.grounds),
        ] {
            for (name, link) in links {
                let key = "\(kind).\(name)"
                // Scales change whenever a model is quantised anew, and must not make another series of it.
                var layout = link
                if link.cast?.isOfIntegers != true || kind == "output" || !isAsked(name, of: cell) { layout.cast = nil }
                if let cast = link.cast, layout.cast == nil { plan.cells[cell].conversions[key] = "\(cast)" }
                guard !layout.isPlain(for: name) else { continue }
                plan.cells[cell].mappingGrounds[key] = "\(layout) (\((grounds[name] ?? .only).rawValue))"
            }
        }
        plan.cells[cell].mapping = TensorMapping(
            inputs: mapping.inputs.filter { !$1.isPlain(for: $0) },
            outputs: mapping.outputs.filter { !$1.isPlain(for: $0) })
    }

    /// Whether the suite asks for the cast of an input.
    private func isAsked(_ input: String, of cell: Int) -> Bool { plan.cells[cell].tensors.inputs[input]?.cast != nil }

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
        let (workers, file) = (workers, file(of: cell))
        let reply = Result { () throws(WorkerFailure) in
            let worker = try workers.start(for: cell)
            defer { worker.shutDown() }
            var reply = try workers.inspect(cell, in: worker)
            reply.inputs = file?.completing(inputs: reply.inputs) ?? reply.inputs
            reply.outputs = file?.completing(outputs: reply.outputs) ?? reply.outputs
            return reply
        }
        replies[key] = reply
        return try reply.get()
    }
}

extension TensorMapping {
    /// What a state input takes over must be what its output gives: both in real units, or both as the model has them.
    fileprivate mutating func keepState(_ input: String, _ output: String, of own: InspectCall.Reply) {
        let name = inputs[input]?.name ?? input
        guard let spec = own.inputs.first(where: { $0.name == name }) else { return }
        if let quantization = spec.quantization, outputs[output]?.cast != nil {
            inputs[input, default: TensorLink(name: name)].cast = TensorLink.Cast(
                from: .float32, to: spec.elementType, toQuantization: quantization)
        } else {
            outputs[output]?.cast = nil
        }
    }
}

extension PlannedCell {
    /// What the model calls an input of the golden set.
    fileprivate func ownName(ofInput name: String) -> String { mapping.inputs[name]?.name ?? name }
}

extension GoldenSet {
    /// Whether a model takes the samples as they are.
    fileprivate func isTaken(by file: ModelInterface) -> Bool {
        guard file.inputs.count == feed.inputNames.count + manifest.state.count else { return false }
        return feed.inputNames.allSatisfy { name in
            guard let sample = feed.sampleSpec(ofInput: name), let port = file.input(named: name),
                port.elementType == sample.elementType
            else { return false }
            let units = inputQuantizations[name]
            guard units == nil || port.quantization == nil || units == port.quantization else { return false }
            // A shape that is not told fits.
            let spec = TensorSpec(name: name, elementType: sample.elementType, shape: port.shape)
            return port.shape.isEmpty || spec.accepts(shape: sample.shape) || spec.accepts(shape: [1] + sample.shape)
        }
    }
}
