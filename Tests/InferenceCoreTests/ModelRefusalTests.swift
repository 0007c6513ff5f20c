import Diagnostics
import InferenceCore
import TestSupport
import Testing

/// The words are the libraries' own, of the versions that each names.
@Suite("Why a runtime refused a model", .hangLimit)
struct ModelRefusalTests {
    @Test(
        "is told by what it lacks, not as a damaged file",
        arguments: [
            // ONNX Runtime 1.20.1
            (
                "Could not find an implementation for ConvInteger(10) node with name 'conv_quant'",
                "operator ConvInteger (opset 10)"
            ),
            ("Error No Op registered for Gelu with domain_version of 17", "operator Gelu (opset 17)"),
            (
                "failed:Fatal error: com.acme:Frob(-1) is not a registered function/op",
                "operator Frob (domain com.acme)"
            ),
            // OpenVINO 2026.4.1
            ("-- No conversion rule found for operations: Frob-17", "operator Frob (opset 17)"),
            ("-- No conversion rule found for operations: com.acme.Frob", "operator com.acme.Frob"),
            // LiteRT 2.3.0
            ("Encountered unresolved custom op: PawlUnknown.\nSee instructions", "operator PawlUnknown"),
        ])
    func namesOperators(words: String, named: String) throws {
        let error = ModelRefusal.error(
            path: "m.onnx", reason: words, runtime: "ONNX Runtime 1.20.1", requirement: "onnxruntime==1.20.1")
        let diagnostic = try #require(error.diagnostics.first)
        #expect(diagnostic.code == "model.unsupported")
        #expect(diagnostic.hint?.contains("ONNX Runtime 1.20.1 lacks \(named) in the form") == true)
        #expect(diagnostic.hint?.contains("coverage m.onnx --runtime onnxruntime==1.20.1`") == true)
        #expect(diagnostic.hint?.contains("complete") == false)
    }

    @Test(
        "is told by what is newer, or by what ONNX does not allow",
        arguments: [
            ("model.cc:180 Unsupported model IR version: 99, max supported IR version: 10", "IR version is newer"),
            ("Opset 99 is under development and support for this is limited.", "opset is newer"),
            (
                "This is an invalid model. Type Error: Type 'tensor(uint8)' of input parameter (x) of operator (Relu) in node",
                "no operator Relu for tensor(uint8)"
            ),
            ("This is an invalid model. Error: the graph is not acyclic.", "breaks ONNX's rules"),
            // ONNX Runtime 1.31.1, of a TfidfVectorizer in a container without locales.
            (
                "Exception during initialization: f.cc:235 Failed to construct locale with name:en_US.UTF-8:locale::facet name",
                "need the locale en_US.UTF-8, which this machine lacks"
            ),
            ("Exception during initialization: f.cc:12 axis must be set", "the file was read"),
        ])
    func namesFormats(words: String, named: String) throws {
        let error = ModelRefusal.error(path: "m", reason: words, runtime: "R 1", requirement: "r==1")
        #expect(error.diagnostics.first?.hint?.contains(named) == true)
    }

    @Test("is a damaged file where the words say nothing else")
    func staysADamagedFile() {
        let words = "Load model from m failed:Protobuf parsing failed."
        #expect(
            ModelRefusal.error(path: "m", reason: words, runtime: "R 1", requirement: "r==1")
                == .invalidModel(path: "m", reason: words))
    }

    @Test(
        "of a library that ended its process has a way out: another interface of it, or another version",
        arguments: [
            ("litert", "pawl runtime install litert-interpreter==2.3.0"),
            ("litert-interpreter", "another version of litert-interpreter"),
            ("openvino", "another version of openvino"), ("ncnn", "another version of ncnn"),
        ])
    func hintAfterCrash(runtime: String, words: String) {
        #expect(ModelRefusal.hint(afterCrashOf: runtime).contains(words))
    }
}
