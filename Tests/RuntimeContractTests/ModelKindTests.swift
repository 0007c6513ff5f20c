import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Support
import TestSupport
import Testing

@testable import Worker

/// Every kind of model, through the worker's own loading and evaluation, in one process for each runtime version.
@Suite(
    "Kinds of models", .enabled(if: RuntimeRequest.text != nil, "runs in a process for each installed runtime"),
    .hangLimit)
struct ModelKindTests {
    let runtime: RuntimeUnderTest

    init() throws { runtime = try RuntimeUnderTest.requested.get() }

    private static let onnxTypes: [ElementType] = [.float32, .float16, .float64, .int8, .uint8, .int32, .int64]

    /// Every third of 392 of ONNX Runtime's newest version, every fifth of the others that read ONNX, and all 168 of LiteRT. Such steps
    /// meet every choice of every axis: there are 7 input types, 7 output types and 8 ways of the rest.
    static let kinds: [ModelKind] = {
        guard let request = RuntimeRequest.text else { return [] }
        guard !request.hasPrefix("litert") else {
            return ModelKind.all(
                inputs: [.float32, .float16, .int8, .uint8, .int16, .int32, .int64],
                outputs: [.float32, .int8, .uint8, .int16, .int32, .int64], weightsMayBeBeside: false)
        }
        let all = ModelKind.all(inputs: onnxTypes, outputs: onnxTypes, weightsMayBeBeside: true)
        let step = request == "onnxruntime==1.31.1" ? 3 : 5
        return stride(from: 0, to: all.count, by: step).map { all[$0] }
    }()

    @Test("come to the metric of a plain loop, to the last digit", arguments: kinds)
    func metricsAgree(kind: ModelKind) throws {
        let folder = try TemporaryFolder()
        let model = try kind.writeModel(fileExtension: runtime.kind.fileExtension, in: folder)
        // The loop, on the runtime itself, in the model's own types.
        let session = try runtime.library.openSession(modelAt: model, options: SessionOptions())
        let looped = try loop(kind, session)
        #expect(looped == (0..<ModelKind.sampleCount).map(kind.answer))
        let expected = kind.metric(of: looped)
        // Half right would say little.
        #expect(expected.value > 0 && expected.value != 1)

        let set = try GoldenSet.open(folder: kind.writeGoldenSet(in: folder), verifyingDigests: true)
        let found = try evaluate(model, session, on: set, in: folder)
        #expect(found.metrics[expected.metric] == expected.value)
    }

    /// One session, one sample after the other, with the test's own arithmetic on both sides.
    private func loop(_ kind: ModelKind, _ session: any InferenceSession) throws -> [[Float]] {
        try (0..<ModelKind.sampleCount).map { index in
            var inputs: [String: Tensor] = [:]
            for (number, name) in kind.inputNames.enumerated() {
                inputs[name] = Self.tensor(kind.sample(index, ofInput: number), kind.input)
            }
            let inference = try session.bind(inputs: inputs)
            try inference.run()
            let values = try #require(try inference.outputs()["y"]).floatValues()
            guard ModelKind.isQuantized(kind.output) else { return values }
            let zero = Float(ModelKind.zeroPoint(kind.output))
            return values.map { value -> Float in (value - zero) * ModelKind.scale }
        }
    }

    private static func tensor(_ values: [Float], _ type: ElementType) -> Tensor {
        let zero = ModelKind.zeroPoint(type)
        let codes = values.map { value -> Int in Int(value / ModelKind.scale) + zero }
        func made<Element: BitwiseCopyable>(_ elements: [Element]) -> Tensor {
            Tensor(elementType: type, shape: [1, values.count], copying: elements)
        }
        switch type {
        case .int8: return made(codes.map { Int8($0) })
        case .uint8: return made(codes.map { UInt8($0) })
        case .int16: return made(codes.map { Int16($0) })
        case .int32: return made(values.map { Int32($0) })
        case .int64: return made(values.map { Int64($0) })
        case .float64: return made(values.map { Double($0) })
        // Whole numbers from -3 to 3 in float16: sign, exponent 14 to 16, two bits of fraction.
        case .float16:
            return made(
                values.map { value -> UInt16 in
                    let bits: [UInt16] = [0, 0x3C00, 0x4000, 0x4200]
                    return bits[Int(abs(value))] | (value < 0 ? 0x8000 : 0)
                })
        default: return made(values)
        }
    }

    /// As a worker does it, with real numbers on the golden set's side and the model's own on the other.
    ///
    /// - Parameter session: of the same model, for what it says of its tensors.
    private func evaluate(
        _ model: String, _ session: any InferenceSession, on set: GoldenSet, in folder: TemporaryFolder
    ) throws -> TaskEvaluation {
        let file = try ModelInterface.read(path: model)
        var mapping = TensorMapping()
        for spec in file?.completing(inputs: session.inputs) ?? session.inputs where spec.elementType != .float32 {
            mapping.inputs[spec.name] = TensorLink(
                name: spec.name,
                cast: .init(from: .float32, to: spec.elementType, toQuantization: spec.quantization))
        }
        for spec in file?.completing(outputs: session.outputs) ?? session.outputs {
            guard let quantization = spec.quantization else { continue }
            mapping.outputs[spec.name] = TensorLink(
                name: spec.name,
                cast: .init(from: spec.elementType, to: .float32, fromQuantization: quantization))
        }
        let library = runtime.library
        let loaded = try LoadedModel(
            LoadCall(
                runtime: RuntimeAddress(name: runtime.kind.name, version: runtime.version), modelPath: model,
                options: SessionOptions(), mapping: mapping.isEmpty ? nil : mapping, samples: set.feed.files,
                rotationLimit: 1, pinToCore: nil),
            libraryPath: runtime.libraryPath, openRuntime: { _, _ throws(InferenceError) in library })
        let wanted = set.manifest.outputs.map { EvaluateToFilesCall.Output($0, path: folder.file($0.name)) }
        let reply = try loaded.evaluate(EvaluateToFilesCall(first: 0, count: ModelKind.sampleCount, outputs: wanted))
        #expect(reply.rows == ModelKind.sampleCount)
        var tables: [String: OutputTable] = [:]
        for output in wanted { tables[output.name] = try OutputTable.open(path: output.path, rows: reply.rows) }
        return try TaskEvaluation.evaluate(outputs: tables, on: set)
    }
}
