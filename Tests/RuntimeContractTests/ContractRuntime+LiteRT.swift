import Foundation
import InferenceCore
import LiteRT
import RuntimeLibraries
import TestSupport

extension ContractRuntime {
    static let liteRT = ContractRuntime(
        name: "litert",
        open: { path throws(InferenceError) in
            try LiteRTLibrary.open(
                libraryPath: path, versions: RuntimeCatalogue.known.versionsByLibraryDigest(of: "litert"))
        },
        fileExtension: "tflite", model: { $0.tfLite?.data }, buildWords: nil, cpuProvider: "CPU",
        linearMetadata: ModelMetadata(graphName: "serving_default"), namesDimensions: false, copiesInputs: true,
        narrowedTypes: [], mismatchWords: "", isRequired: false)
}

extension ContractModel {
    /// Nil for what LiteRT finds out when inputs are bound, not when it runs (`LiteRTContractTests`).
    var tfLite: TFLiteModel? {
        switch self {
        case .linear: .linear
        // Version 2.1.0 reads no model that has these.
        case .identity(.float64), .identity(.uint16), .identity(.uint64): nil
        case .identity(let type): .identity(type)
        case .twoInputs: .twoInputs
        case .widen: .widen
        case .nonZero, .mismatched, .scalars: nil
        }
    }
}
