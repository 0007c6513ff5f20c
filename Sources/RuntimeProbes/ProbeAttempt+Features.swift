import Foundation
import Harness
import InferenceCore
import Records
import Worker

extension ProbeAttempt {
    /// Tries everything, what nothing can be measured without first; the rest only where that works.
    func run() throws(ProbeError) {
        var loaded: LoadCall.Reply?
        try attempt(.load) { worker in
            loaded = try load(.linear, samples: Self.fixedSamples, in: worker)
            return .passed
        }
        guard let loaded else { return }
        try attempt(.tensors) { _ in
            try requireTensors(loaded)
            return .passed
        }
        try attempt(.inference) { worker in
            try requireExpectedOutputs(shapes: [[2, 2], [2, 2]], in: worker)
            return .passed
        }
        try attempt(.binding) { worker in
            try runInRotation(worker)
            return .passed
        }
        guard findings.allSatisfy({ !$0.isDefect }) else { return }
        try attempt(.memory) { worker in
            let reply = try worker.call(MemoryCall(), timeoutSeconds: timeoutSeconds)
            return reply.plannedArenaBytes == nil ? .notOffered : .passed
        }
        try attempt(.threads) { worker in
            _ = try load(.linear, samples: Self.fixedSamples, options: SessionOptions(threads: 2), in: worker)
            try requireExpectedOutputs(shapes: [[2, 2], [2, 2]], in: worker)
            return .passed
        }
        try tryElementTypes()
        try attempt(.dynamicSizes) { worker in
            _ = try load(.openLinear, samples: Self.openSamples, in: worker)
            try requireExpectedOutputs(shapes: [[1, 2], [3, 2]], in: worker)
            return .passed
        }
        try attempt(.profile) { worker in
            try requireProfile(worker)
            return .passed
        }
        if runtimeName.hasPrefix("onnxruntime") { try tryPlacements() }
        if runtimeName == "openvino" {
            for (feature, format) in [(ProbeFeature.xml, ProbeModel.Format.xml), (.tflite, .tflite)] {
                try attempt(feature) { worker in
                    _ = try load(.linear, samples: Self.fixedSamples, format: format, in: worker)
                    try requireExpectedOutputs(shapes: [[2, 2], [2, 2]], in: worker)
                    return .passed
                }
            }
        }
        try attempt(.errors) { worker in
            try requireError(worker)
            return .passed
        }
        try attempt(.unload) { worker in
            try unload(worker)
            return .passed
        }
    }

    private func requireTensors(_ reply: LoadCall.Reply) throws {
        for (port, found, expected) in [
            ("input", reply.inputs, "x: float32[2, 3]"), ("output", reply.outputs, "y: float32[2, 2]"),
        ] {
            let words = found.map(\.description)
            guard words == [expected] else {
                throw Wrong(reason: "it describes the \(port) \(expected) as \(words.joined(separator: "; "))")
            }
        }
    }

    /// What the timed path does: bound samples in turn, whose memory nobody writes to.
    private func runInRotation(_ worker: WorkerProcess) throws {
        let values = 4
        let block = try worker.call(
            BlockCall(values: values, inferencesPerValue: 3, firstSample: 1), timeoutSeconds: timeoutSeconds)
        guard block.valuesNanoseconds.count == values, block.valuesNanoseconds.allSatisfy({ $0 > 0 }) else {
            throw Wrong(reason: "\(values) timed values came to \(block.valuesNanoseconds)")
        }
        try requireExpectedOutputs(shapes: [[2, 2], [2, 2]], in: worker)
    }

    private func requireProfile(_ worker: WorkerProcess) throws {
        let options = SessionOptions(profilesOperators: true)
        _ = try load(.linear, samples: Self.fixedSamples, options: options, in: worker)
        let reply = try worker.call(ProfileCall(inferences: 3), timeoutSeconds: timeoutSeconds)
        guard !reply.operators.isEmpty else { throw Wrong(reason: "it lists no operator") }
        guard let nameless = reply.operators.first(where: { $0.name.isEmpty || $0.calls < 1 }) else { return }
        throw Wrong(reason: "it lists an operator '\(nameless.name)' of \(nameless.calls) calls")
    }

    private func tryPlacements() throws(ProbeError) {
        try attempt(.placements) { worker in
            let reply = try worker.call(
                InspectCall(
                    runtime: address, modelPath: try writeWholeModel(),
                    options: SessionOptions(recordsPlacements: true)),
                timeoutSeconds: timeoutSeconds)
            guard let placements = reply.placements else { return .notOffered }
            guard !placements.isEmpty else { throw Wrong(reason: "it places no node") }
            return .passed
        }
    }

    /// Types one by one, so that the one that fails is named.
    private func tryElementTypes() throws(ProbeError) {
        var worst = ProbeFinding.Outcome.passed
        var refused: [String] = []
        for type in ElementType.allCases {
            guard ProbeModel(.identity(type), modelFormat) != nil else { continue }
            let before = findings.count
            try attempt(.elementTypes) { worker in
                let bytes = type.probeBytes
                let samples = [(shape: [1, 3], bytes: bytes)]
                let loaded = try load(.identity(type), samples: samples, elementType: type, in: worker)
                // Where a copy is folded away, early versions of OpenVINO know the output by the input's name.
                let name = loaded.outputs.first?.name ?? "y"
                let reply = try worker.call(
                    EvaluateCall(first: 0, count: 1, outputs: [name]), timeoutSeconds: timeoutSeconds)
                guard let rows = reply.outputs[name], rows.elementType == type, rows.data == bytes else {
                    throw Wrong(reason: "its values come back as others")
                }
                return .passed
            }
            let finding = removeLastFinding(after: before)
            guard let finding, finding.isDefect else { continue }
            worst = finding.outcome == .failed && worst != .passed ? worst : finding.outcome
            refused.append("\(type.rawValue) (\(finding.reason ?? finding.outcome.rawValue))")
        }
        record(ProbeFinding(.elementTypes, worst, reason: refused.isEmpty ? nil : refused.joined(separator: "; ")))
    }

    private func requireError(_ worker: WorkerProcess) throws {
        do {
            _ = try worker.call(
                InspectCall(runtime: address, modelPath: try writeDamagedModel()), timeoutSeconds: timeoutSeconds)
        } catch let failure as WorkerFailure where failure.kind == .error {
            return
        }
        throw Wrong(reason: "it takes half of a model for a whole one")
    }

    /// Models come and go in one process, and the process ends as it should.
    private func unload(_ worker: WorkerProcess) throws {
        for _ in 0..<3 {
            _ = try load(.linear, samples: Self.fixedSamples, in: worker)
            try requireExpectedOutputs(shapes: [[2, 2], [2, 2]], in: worker)
        }
        workerEnded()
        try worker.end(timeoutSeconds: timeoutSeconds)
    }
}
