import CSystem
import GoldenSets
import InferenceCore

extension LoadedModel {
    /// Samples in memory beyond this are given back, so that a golden set of any size is evaluated in bounded memory.
    private static let residentSampleBytes = 64 << 20

    /// Runs a stretch of samples once each and writes what the outputs say of them.
    func evaluate(_ call: EvaluateCall) throws -> EvaluateCall.Reply {
        guard call.first >= 0, call.count >= 0, call.count <= goldenSet.sampleCount,
            call.first <= goldenSet.sampleCount - call.count
        else {
            throw WorkerError.outOfRange(
                argument: "first + count", value: call.first &+ call.count, allowed: "0 to \(goldenSet.sampleCount)")
        }
        guard !goldenSet.carriesState || call.count == 0 || goldenSet.beginsSequence(call.first) else {
            throw WorkerError.outOfRange(
                argument: "first", value: call.first, allowed: "the first sample of a sequence")
        }
        let start = pawl_monotonic_raw_nanoseconds()
        let writers = try call.outputs.map { output in
            (output.name, try OutputFileWriter(path: output.path, reduction: output.reduction))
        }
        let keeper = try call.kept.map { try TensorKeeper($0) }
        var state: [String: Tensor] = [:]
        var resident = call.first..<call.first
        var residentBytes = 0
        for index in call.first..<(call.first + call.count) {
            if goldenSet.beginsSequence(index) { state = [:] }
            let bound = try session.bind(
                inputs: goldenSet.inputs(ofSample: index, for: session.inputs, state: state))
            try bound.run()
            let outputs = try bound.outputs()
            for (name, writer) in writers {
                guard let output = outputs[name] else {
                    throw WorkerError.missingOutput(name: name, available: outputs.keys.sorted())
                }
                try writer.append(output)
            }
            try keeper?.keep(outputs, ofSample: index)
            if goldenSet.carriesState { state = try goldenSet.state(from: outputs) }
            resident = resident.lowerBound..<index + 1
            residentBytes += goldenSet.inputByteCount(ofSamples: index..<index + 1)
            if residentBytes > Self.residentSampleBytes {
                goldenSet.giveBack(samples: resident)
                (resident, residentBytes) = (index + 1..<index + 1, 0)
            }
        }
        for (_, writer) in writers { try writer.finish() }
        let kept = try keeper?.finish() ?? []
        return EvaluateCall.Reply(
            rows: call.count, nanoseconds: pawl_monotonic_raw_nanoseconds() - start, kept: kept)
    }
}
