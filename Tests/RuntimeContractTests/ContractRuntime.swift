import Foundation
import InferenceCore
import OnnxRuntime
import OpenVINO

/// A runtime that must keep the contract, and where runtimes rightly differ.
struct ContractRuntime: Sendable {
    /// As the lock file names it.
    var name: String
    var open: @Sendable (_ libraryPath: String) throws(InferenceError) -> any InferenceRuntime
    var fileExtension: String
    /// The model in the runtime's format; nil where the format cannot say it, or the runtime not run it.
    var model: @Sendable (ContractModel) -> Data?
    /// Words of its build information; nil when it has none.
    var buildWords: String?
    /// What it calls the provider that it always has.
    var cpuProvider: String
    /// What it says of `ContractModel.linear`.
    var linearMetadata: ModelMetadata
    /// Whether it tells the names of dynamic dimensions.
    var namesDimensions: Bool
    /// Whether inputs are copied when they are bound, not read where they lie.
    var copiesInputs: Bool
    /// Types whose values it computes in 32 bits.
    var narrowedTypes: Set<ElementType>
    /// Words of its error when an addition meets sizes that do not fit.
    var mismatchWords: String
    /// Whether the tests' preparation installs every version, so that a missing one may be made a failure.
    var isRequired: Bool
}

extension ContractRuntime {
    static let all = [onnxRuntime, openVINO, liteRT]

    static let onnxRuntime = ContractRuntime(
        name: "onnxruntime",
        open: { path throws(InferenceError) in try OnnxRuntimeLibrary.open(libraryPath: path) },
        fileExtension: "onnx", model: \.onnx, buildWords: "ORT Build Info", cpuProvider: "CPUExecutionProvider",
        linearMetadata: ModelMetadata(
            producer: "pawl-tests", graphName: "test-graph", version: 7,
            custom: ["author": "pawl", "labels": "a,b,c"]),
        namesDimensions: true, copiesInputs: false, narrowedTypes: [], mismatchWords: "add", isRequired: true)

    static let openVINO = ContractRuntime(
        name: "openvino",
        open: { path throws(InferenceError) in try OpenVINOLibrary.open(libraryPath: path) },
        fileExtension: "onnx", model: \.onnx, buildWords: "-releases/", cpuProvider: "CPU",
        linearMetadata: ModelMetadata(), namesDimensions: false, copiesInputs: false,
        narrowedTypes: [.int64], mismatchWords: "mismatch", isRequired: false)
}
