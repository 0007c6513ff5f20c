import Foundation
import InferenceCore
import TestSupport

/// What the contract asks a runtime to run: `TestModel+Contract.swift` says what each computes.
enum ContractModel: Sendable, Hashable {
    case linear
    case identity(ElementType)
    case twoInputs
    case widen
    case nonZero
    case mismatched
    case scalars

    var onnx: Data {
        switch self {
        case .linear: TestModel.linear.data
        case .identity(let type): TestModel.identity(type).data
        case .twoInputs: TestModel.twoInputs.data
        case .widen: TestModel.widen.data
        case .nonZero: TestModel.nonZero.data
        case .mismatched: TestModel.mismatched.data
        case .scalars: TestModel.scalars.data
        }
    }
}
