import Diagnostics
import InferenceCore
import TestSupport
import Testing

@testable import OnnxRuntime

@Suite("Execution providers", .hangLimit)
struct ExecutionProviderTests {
    private static let available = [
        "TensorrtExecutionProvider", "CUDAExecutionProvider", "XnnpackExecutionProvider", "OpenVINOExecutionProvider",
        "CPUExecutionProvider",
    ]

    @Test(
        "are matched however they are written",
        arguments: [
            ("xnnpack", ExecutionProvider.Registration.byName("XNNPACK")), ("XNNPACK", .byName("XNNPACK")),
            ("XnnpackExecutionProvider", .byName("XNNPACK")), ("openvino", .byName("OpenVINO")), ("cuda", .cuda),
            ("CUDAExecutionProvider", .cuda), ("TensorRT", .tensorRT),
        ])
    func match(name: String, registration: ExecutionProvider.Registration) throws {
        #expect(try ExecutionProvider.registration(of: name, among: Self.available) == registration)
    }

    @Test(
        "that are not there are refused with the package that has them, or what was meant",
        arguments: [
            ("cuda", "this library has: cpu, newest"),
            ("cuda", "it comes with the package onnxruntime-gpu"), ("TensorRT", "onnxruntime-gpu"),
            ("openvino", "onnxruntime-openvino"), ("qnn", "onnxruntime-qnn"),
            ("dml", "onnxruntime-directml"), ("coreml", "macOS"), ("nnapi", "Android"), ("xnnpack", "iOS"),
            ("rocm", "onnxruntime-rocm"), ("migraphx", "onnxruntime-migraphx"), ("cann", "onnxruntime-cann"),
            ("directml", "did you mean 'dml'?"), ("gpu", "did you mean 'cuda'?"), ("trt", "did you mean 'tensorrt'?"),
            ("xnpack", "did you mean 'xnnpack'?"), ("newst", "did you mean 'newest'?"),
            ("warp-drive", "this library has: cpu, newest"),
        ])
    func refuse(name: String, words: String) throws {
        let error = #expect(throws: InferenceError.self) {
            try ExecutionProvider.registration(
                of: name, among: ["NewestExecutionProvider", "CPUExecutionProvider"])
        }
        let diagnostic = try #require(error?.diagnostics.first)
        let said = [diagnostic.cause, diagnostic.hint].compactMap(\.self).joined(separator: "\n")
        #expect(said.contains(words) && said.contains("this library has: cpu, newest"))
        #expect(said.contains("did you mean") == words.contains("did you mean"))
    }

    @Test("that the table does not know are registered as the library lists them")
    func unknown() throws {
        #expect(
            try ExecutionProvider.registration(of: "newest", among: ["NewestExecutionProvider"]) == .byName("Newest"))
    }

    @Test("tell what left the one that was asked for")
    func fallback() {
        #expect(!ExecutionProvider.isFallback("CPUExecutionProvider", askedFor: "cpu"))
        #expect(!ExecutionProvider.isFallback("CUDAExecutionProvider", askedFor: "cuda"))
        #expect(ExecutionProvider.isFallback("CPUExecutionProvider", askedFor: "cuda"))
        #expect(ExecutionProvider.isFallback("", askedFor: "cuda"), "what says nothing is not taken for accelerated")
    }

    @Test("have a device's memory where they compute there")
    func deviceMemory() {
        #expect(ExecutionProvider.deviceMemory(SessionOptions()) == nil)
        let options = SessionOptions(provider: "CUDA", providerOptions: ["device_id": "1"])
        let memory = ExecutionProvider.deviceMemory(options)
        #expect(memory?.name == "Cuda" && memory?.device == 1)
    }

    @Test(
        "are registered under the names that their makers give them, where they are plug-ins",
        arguments: [
            ("qnn", "QNNExecutionProvider"), ("QNNExecutionProvider", "QNNExecutionProvider"),
            ("Mine", "MineExecutionProvider"),
        ])
    func registrationName(provider: String, expected: String) {
        #expect(ExecutionProvider.registrationName(of: provider) == expected)
    }

    @Test("say what is missing when their library cannot be loaded")
    func hint() {
        let words = "Failed to load library libonnxruntime_providers_cuda.so with error: libcudart.so.13: ..."
        #expect(ExecutionProvider.hint(forFailure: words, of: "cuda")?.contains("CUDA and cuDNN") == true)
        #expect(ExecutionProvider.hint(forFailure: "no such option", of: "cuda") == nil)
    }
}

@Suite(
    "Providers of every installed ONNX Runtime",
    .enabled(if: !RuntimeUnderTest.all.isEmpty, RuntimeUnderTest.reasonToSkip), .hangLimit)
struct InstalledProviderTests {
    @Test(
        "answer where their functions stand, also in a library without them", arguments: RuntimeUnderTest.all)
    func slots(runtime: RuntimeUnderTest) throws {
        let api = try runtime.api()
        let options = try SessionConfiguration(
            SessionOptions(), of: api, environment: runtime.library.environment, availableProviders: [],
            profilePrefix: nil)
        for (registration, name) in [(ExecutionProvider.Registration.cuda, "CUDA"), (.tensorRT, "TensorRT")] {
            let failure = api.append(registration, [("device_id", "0")], to: options.pointer)
            #expect(failure?.message.contains("\(name) execution provider is not enabled") == true)
        }
        let unknown = api.append(.byName("Warp"), [], to: options.pointer)
        #expect(unknown?.message.contains("Unknown provider name") == true)
        #expect(api.describe((name: "Cuda", device: 0)) != nil)
    }

    @Test("have no memory of a device that the session does not use", arguments: RuntimeUnderTest.all)
    func deviceMemory(runtime: RuntimeUnderTest) throws {
        #expect(try runtime.session(.linear).deviceMemoryBytes() == nil)
    }

    @Test("tell which node they were given, from 1.24 on", arguments: RuntimeUnderTest.all)
    func placements(runtime: RuntimeUnderTest) throws {
        let options = SessionOptions(graphOptimization: .none, provider: "azure", recordsPlacements: true)
        let placements = try runtime.session(.linear, options: options).placements()
        guard try runtime.api().assignmentTable != nil else {
            #expect(placements == nil)
            return
        }
        #expect(Set(try #require(placements).map(\.name)) == ["multiply", "shift"])
        #expect(placements?.allSatisfy { $0.provider == "CPUExecutionProvider" && $0.isFallback } == true)
        #expect(try runtime.session(.linear).placements() == nil, "only where it was asked for")
    }

    @Test("are a fallback when they run what another was asked for", arguments: RuntimeUnderTest.all)
    func fallback(runtime: RuntimeUnderTest) throws {
        // Azure's provider takes no node of this model: all of them fall back to the built-in one.
        for (provider, isFallback) in [("azure", true), ("cpu", false)] {
            let session = try runtime.session(
                .linear, options: SessionOptions(provider: provider, profilesOperators: true))
            try session.bind(inputs: ["x": .ones([1, 2])]).run()
            let timings = try session.finishProfile()
            #expect(!timings.isEmpty && timings.allSatisfy { $0.isFallback == isFallback }, "\(provider)")
        }
    }
}
