import CSystem
import Foundation
import GoldenSets
import InferenceCore

extension LoadedModel {
    /// Samples in memory beyond this are given back, so that a golden set of any size is evaluated in bounded memory.
    private static let residentSampleBytes = 64 << 20

    /// Runs a stretch of samples once each and writes what the outputs say of them.
    func evaluate(_ call: EvaluateToFilesCall) throws -> EvaluateToFilesCall.Reply {
        let start = pawl_monotonic_raw_nanoseconds()
        let writers = try call.outputs.map { output in
            (output.name, try OutputFileWriter(path: output.path, reduction: output.reduction))
        }
        let recorder = try call.kept.map { try TensorRecorder($0) }
        let texts = Dictionary(call.outputs.compactMap { output in output.texts.map { (output.name, $0) } }) { $1 }
        let classes = texts.mapValues(ClassNumbers.init)
        let rows = try run(first: call.first, count: call.count) { sample, sampleOutputs in
            for (name, writer) in writers { try writer.append(output(name, of: sampleOutputs, classes)) }
            try recorder?.keep(sampleOutputs.tensors, ofSample: sample)
            return true
        }
        for (_, writer) in writers { try writer.finish() }
        let kept = try recorder?.finish()
        return EvaluateToFilesCall.Reply(
            rows: rows, nanoseconds: pawl_monotonic_raw_nanoseconds() - start, kept: kept)
    }

    /// Runs samples until there are no more, or the reply is full.
    func evaluate(_ call: EvaluateCall) throws -> EvaluateCall.Reply {
        guard 1...Frame.maximumBytes / 2 ~= call.byteLimit else {
            throw WorkerError.outOfRange(
                argument: "byteLimit", value: call.byteLimit, allowed: "1 to \(Frame.maximumBytes / 2)")
        }
        let start = pawl_monotonic_raw_nanoseconds()
        var said: [String: EvaluateCall.Rows] = [:]
        var bytes = 0
        let classes = (call.texts ?? [:]).mapValues(ClassNumbers.init)
        let rows = try run(first: call.first, count: call.count) { _, sampleOutputs in
            var tensors: [(String, Tensor)] = []
            for name in call.outputs { tensors.append((name, try output(name, of: sampleOutputs, classes))) }
            let added = tensors.reduce(0) { $0 + $1.1.bytes.count }
            guard bytes == 0 || bytes + added <= call.byteLimit else { return false }
            bytes += added
            for (name, tensor) in tensors {
                var rows = said[name] ?? EvaluateCall.Rows(elementType: tensor.elementType, shapes: [], data: Data())
                rows.shapes.append(tensor.shape)
                rows.data.append(contentsOf: tensor.bytes)
                said[name] = rows
            }
            return true
        }
        return EvaluateCall.Reply(
            rows: rows, nanoseconds: pawl_monotonic_raw_nanoseconds() - start, outputs: said)
    }

    /// A model's outputs for one sample.
    private struct SampleOutputs {
        var tensors: [String: Tensor]
        var inference: any BoundInference
    }

    /// - Parameter take: receives a sample and its outputs; false leaves that sample, and those behind it, to another call.
    /// - Returns: the number of samples that were taken.
    private func run(
        first: Int, count: Int, _ take: (_ sample: Int, _ sampleOutputs: SampleOutputs) throws -> Bool
    ) throws -> Int {
        guard first >= 0, count >= 0, count <= feed.sampleCount, first <= feed.sampleCount - count else {
            throw WorkerError.outOfRange(
                argument: "first + count", value: first &+ count, allowed: "0 to \(feed.sampleCount)")
        }
        var state = carriedOver?.sample == first ? carriedOver?.state ?? [:] : [:]
        guard !feed.carriesState || count == 0 || !state.isEmpty || feed.beginsSequence(first) else {
            throw WorkerError.outOfRange(argument: "first", value: first, allowed: "the first sample of a sequence")
        }
        carriedOver = nil
        var resident = first..<first
        var residentBytes = 0
        for index in first..<first + count {
            if feed.beginsSequence(index) { state = [:] }
            let bound = try session.bind(inputs: feed.inputs(ofSample: index, for: session.inputs, carried: state))
            try bound.run()
            let outputs = try bound.outputs()
            guard try take(index, SampleOutputs(tensors: outputs, inference: bound)) else {
                if feed.carriesState { carriedOver = (index, state) }
                return index - first
            }
            if feed.carriesState { state = try feed.state(from: outputs) }
            resident = resident.lowerBound..<index + 1
            residentBytes += feed.inputByteCount(ofSamples: index..<index + 1)
            if residentBytes > Self.residentSampleBytes {
                feed.releasePages(samples: resident)
                (resident, residentBytes) = (index + 1..<index + 1, 0)
            }
        }
        if feed.carriesState { carriedOver = (first + count, state) }
        return count
    }

    /// - Parameter classes: what texts stand for, by the output's name.
    private func output(_ name: String, of sampleOutputs: SampleOutputs, _ classes: [String: ClassNumbers]) throws
        -> Tensor
    {
        guard let output = sampleOutputs.tensors[name] else {
            if session.textOutputs.contains(where: { $0.name == name }) {
                guard let classes = classes[name], let texts = try sampleOutputs.inference.texts(ofOutput: name) else {
                    throw WorkerError.unreadableOutput(
                        UnreadableOutput(name: name, reason: "it holds texts, which are read as classes only"))
                }
                return try texts.numbers(classes.number)
            }
            if let unreadable = session.unreadableOutputs.first(where: { $0.name == name }) {
                throw WorkerError.unreadableOutput(unreadable)
            }
            throw WorkerError.missingOutput(
                name: name, available: sampleOutputs.tensors.keys.sorted() + session.textOutputs.map(\.name))
        }
        return output
    }
}

/// Writes the outputs that an evaluation keeps only to compare them.
public final class TensorRecorder {
    private let wanted: KeptTensors
    private var kept: [String: (writer: OutputFileWriter, output: KeptTensors.Output, bytes: Int)] = [:]

    /// - Throws: a `DiagnosableError` for a stride below 1.
    public init(_ wanted: KeptTensors) throws {
        guard wanted.stride > 0 else {
            throw WorkerError.outOfRange(argument: "stride", value: wanted.stride, allowed: "1 and up")
        }
        self.wanted = wanted
    }

    /// Takes what is wanted of a sample's outputs.
    public func keep(_ outputs: [String: Tensor], ofSample sample: Int) throws(GoldenSetError) {
        guard sample.isMultiple(of: wanted.stride) else { return }
        for (name, tensor) in outputs where tensor.elementType != .bool && !wanted.except.contains(name) {
            if kept[name] == nil {
                let path = "\(wanted.pathPrefix)-\(kept.count)"
                kept[name] = (
                    try OutputFileWriter(path: path, reduction: .none),
                    KeptTensors.Output(name: name, path: path, samples: []), 0
                )
            }
            guard var entry = kept[name], entry.bytes < wanted.byteLimit else { continue }
            try entry.writer.append(tensor)
            entry.output.samples.append(sample)
            entry.bytes += tensor.elementCount * MemoryLayout<Float>.size
            kept[name] = entry
        }
    }

    /// Writes what is buffered, and says what was kept.
    public func finish() throws(GoldenSetError) -> [KeptTensors.Output] {
        for entry in kept.values { try entry.writer.finish() }
        return kept.values.map(\.output).sorted { $0.name < $1.name }
    }
}
