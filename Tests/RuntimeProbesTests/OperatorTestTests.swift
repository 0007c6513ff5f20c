import Foundation
import Harness
import InferenceCore
import ModelFormats
import Suites
import Support
import TestSupport
import Testing
import Worker

@testable import RuntimeProbes

@Suite("Outputs are held against the right ones", .hangLimit)
struct TensorAgreementTests {
    private func agreement(_ found: [Float], _ right: [Float], relative: Double = 1e-3, absolute: Double = 1e-7)
        -> TensorAgreement
    {
        TensorAgreement(
            Tensor(elementType: .float32, shape: [found.count], copying: found),
            Tensor(elementType: .float32, shape: [right.count], copying: right), relative: relative, absolute: absolute)
    }

    @Test("as NumPy's assert_allclose does: the tolerance is of the right value")
    func tolerance() {
        #expect(agreement([1.0009, 0], [1, 1e-8]).fault == nil)
        #expect(agreement([1.0011], [1]).fault?.hasPrefix("element 0 is 1.0011") == true)
        // 1000 differs from 999 by more than a thousandth of 999, 999 from 1000 by no more than one of 1000.
        #expect(agreement([1000], [999]).fault != nil && agreement([999], [1000]).fault == nil)
        #expect(agreement([0, 3], [0, 2]) == agreement([0, 3], [0, 2]))
        #expect(agreement([0, 3], [0, 2]).fault == "element 1 is 3 where 2 is right")
        #expect(agreement([0, 3], [0, 2]).largestError == 1)
    }

    @Test("NaN and infinities equal themselves alone")
    func notFinite() {
        #expect(agreement([.nan, .infinity, -.infinity], [.nan, .infinity, -.infinity]).fault == nil)
        for (found, right) in [
            (Float.nan, Float(1)), (1, .nan), (.infinity, 1), (1, .infinity), (.infinity, -.infinity),
        ] {
            let agreement = agreement([found], [right])
            #expect(agreement.fault != nil && agreement.largestError == nil, "\(found) for \(right)")
        }
    }

    @Test("Types and shapes have to be right; wide numbers keep their digits")
    func types() {
        let whole = Tensor(elementType: .int64, shape: [1], copying: [Int64(1) << 40])
        let next = Tensor(elementType: .int64, shape: [1], copying: [Int64(1) << 40 + 1])
        #expect(TensorAgreement(next, whole, relative: 0, absolute: 0).largestError == 1)
        let narrow = Tensor(elementType: .int32, shape: [1], copying: [Int32(1)])
        #expect(TensorAgreement(narrow, whole, relative: 1, absolute: 1).fault == "int32[1] in place of int64[1]")
        let bfloats = [UInt16(0x3F80), 0x3F81].map { Tensor(elementType: .bfloat16, shape: [1], copying: [$0]) }
        #expect(TensorAgreement(bfloats[1], bfloats[0], relative: 1e-3, absolute: 0).fault == nil)
        let flags = [UInt8(0), 1].map { Tensor(elementType: .bool, shape: [1], copying: [$0]) }
        #expect(
            TensorAgreement(flags[1], flags[0], relative: 1e-3, absolute: 0).fault == "element 0 is 1 where 0 is right")
    }
}

@Suite(
    "A test that ends its worker is a finding, and the next has a new one",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make a library with"), .hangLimit)
struct OperatorTestRunnerTests {
    private func outcomes(_ body: String, timeoutSeconds: Double = 10) throws -> [OperatorTestOutcome] {
        let library = try StubLibrary(
            """
            #include <stdlib.h>
            #include <unistd.h>
            #include <stdio.h>
            typedef struct { const void *(*get_api)(unsigned); const char *(*get_version)(void); } Base;
            static const void *get_api(unsigned version) { \(body) }
            static const char *get_version(void) { return "1.31.1"; }
            static const Base base = { get_api, get_version };
            const Base *OrtGetApiBase(void) { return &base; }
            """)
        let folder = try TemporaryFolder()
        try NodeTestFolder(folder.path).writeUnary("test_relu", "Relu", [-1, 2], right: [0, 2])
        let test = try OnnxBackendTest(folder: folder.file("test_relu"))
        return try withExtendedLifetime(library) {
            let runner = try OperatorTestRunner(
                RuntimeAddress(name: "onnxruntime", version: "1.31.1", libraryPath: library.path),
                timeoutSeconds: timeoutSeconds
            ) { () throws(WorkerFailure) in
                try WorkerProcess(
                    WorkerCommand(arguments: [Repository.product("pawl"), "worker"]), interruption: Interruption(),
                    timeoutSeconds: 10)
            }
            return [try runner.run(test), try runner.run(test)]
        }
    }

    @Test("a crash, with the library's last words")
    func crash() throws {
        for outcome in try outcomes("fputs(\"out of luck\\n\", stderr); abort();") {
            #expect(outcome.kind == .crashed)
            #expect(outcome.words?.contains("SIGABRT") == true && outcome.words?.contains("out of luck") == true)
        }
    }

    @Test("and what a library says is told without the places in its sources")
    func places() {
        let words =
            "Load model from model.onnx failed:/onnxruntime_src/onnxruntime/core/graph/model.cc:180 "
            + "onnxruntime::Model::Model(onnx::ModelProto&&, const onnxruntime::PathString&) Unsupported model IR version: 11\n"
        #expect(
            OperatorTestRunner.withoutSourcePlaces(words)
                == "Load model from model.onnx failed: Unsupported model IR version: 11")
        #expect(
            OperatorTestRunner.withoutSourcePlaces("at /onnxruntime_src/x.cc:1 f(") == "at /onnxruntime_src/x.cc:1 f(")
    }

    @Test("a hang, after the time that a reply may take")
    func hang() throws {
        for outcome in try outcomes("for (;;) sleep(1);", timeoutSeconds: 1) { #expect(outcome.kind == .hung) }
    }
}

@Suite("Models of one operator", .hangLimit)
struct OperatorModelTests {
    @Test("are each whole, with the inputs that they are fed, and the same for the same seed")
    func whole() throws {
        let folder = try TemporaryFolder()
        // Small ones: the generator is slow without optimisation.
        let names = ["gemm", "lstm", "top-k", "gather", "qlinear-matmul", "resize-nearest"]
        let models = OperatorModel.all { name, _ in names.contains(name) }
        #expect(Set(models.map(\.name)) == Set(names))
        for model in models {
            let path = folder.file("\(model.name).onnx")
            try AtomicFile.write(model.content, to: path)
            let interface = try #require(try ModelInterface.read(path: path))
            #expect(interface.inputs.map { $0.names.first } == model.inputs.map(\.name))
            #expect(interface.inputs.map(\.elementType) == model.inputs.map(\.elementType))
            #expect(interface.outputs.first?.names.first == model.output)
            #expect(try OnnxOperatorReader(path: path).operators.map(\.type) == [model.operatorName])
            for input in model.inputs {
                #expect(input.bytes.count == input.shape.reduce(input.elementType.byteCount, *), "\(model.name)")
            }
        }
        #expect(
            OperatorModel.all { name, _ in name == "lstm" }.map(\.content)
                == models.filter { $0.name == "lstm" }.map(\.content))
        #expect(
            OperatorModel.all(seed: 1) { name, _ in name == "lstm" }[0].content
                != models.first { $0.name == "lstm" }?.content)
    }

    @Test("have names of their own, and constants of their shapes")
    func names() {
        let cases = OperatorCase.all
        #expect(Set(cases.map(\.name)).count == cases.count && cases.count > 50)
        for one in cases {
            #expect(one.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(one.name)")
            #expect(one.operands.contains { !$0.isConstant }, "\(one.name)")
            for operand in one.operands where !operand.name.isEmpty {
                let count = operand.shape.reduce(1, *)
                switch operand.values {
                case .exactly(let values): #expect(values.count == count, "\(one.name).\(operand.name)")
                case .numbers(let values): #expect(values.count == count, "\(one.name).\(operand.name)")
                default: break
                }
            }
        }
    }
}
