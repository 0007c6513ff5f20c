import Foundation
import InferenceCore
import Statistics

/// A model of one operator, of a size that models on phones have, and what it is fed: for comparing the time that versions of a
/// runtime take for it.
public struct OperatorModel: Sendable {
    public struct Input: Sendable {
        public var name: String
        public var elementType: ElementType
        public var shape: [Int]
        /// Row-major and little-endian.
        public var bytes: Data
    }

    /// Unique: letters, digits and hyphens.
    public var name: String
    /// Such as `Conv`.
    public var operatorName: String
    /// For people: `Conv 3x3, 32 to 64 channels of 56x56`.
    public var title: String
    /// Of the file `NAME.onnx`.
    public var content: Data
    public var inputs: [Input]
    /// The output that is named to the golden set.
    public var output: String

    /// Those that are wanted, in the order in which they are reported when nothing changed.
    ///
    /// - Parameters:
    ///   - seed: of weights and inputs; what a model is made of does not depend on which others are wanted.
    ///   - isWanted: receives a name and its operator's; the others take no time.
    public static func all(
        seed: UInt64 = defaultSeed, where isWanted: (_ name: String, _ operatorName: String) -> Bool = { _, _ in true }
    ) -> [OperatorModel] {
        OperatorCase.all.enumerated().filter { isWanted($1.name, $1.type) }
            .map { index, one in one.model(seed: seed &+ UInt64(index)) }
    }

    /// Of all models, each once, sorted.
    public static var operatorNames: [String] { Set(OperatorCase.all.map(\.type)).sorted() }

    /// The same weights for everybody: what is compared between machines is the same work.
    public static let defaultSeed: UInt64 = 2026
}

/// What one model is made of.
struct OperatorCase {
    enum Values {
        /// Normal, mean 0, of this deviation.
        case normal(Float)
        /// Normal, of absolute values: variances.
        case positive
        /// Whole numbers of a range, uniform.
        case uniform(ClosedRange<Int>)
        /// These, one after another.
        case exactly([Float])
        case numbers([Int])
    }

    struct Operand {
        var name: String
        var type: ElementType
        var shape: [Int]
        var values: Values
        /// Part of the model rather than fed to it.
        var isConstant: Bool

        static func input(
            _ name: String, _ shape: [Int], _ type: ElementType = .float32, _ values: Values = .normal(1)
        ) -> Operand {
            Operand(name: name, type: type, shape: shape, values: values, isConstant: false)
        }

        static func constant(
            _ name: String, _ shape: [Int], _ type: ElementType = .float32, _ values: Values = .normal(0.05)
        ) -> Operand {
            Operand(name: name, type: type, shape: shape, values: values, isConstant: true)
        }

        /// A scale, or another single number.
        static func scalar(_ name: String, _ value: Float) -> Operand {
            Operand(name: name, type: .float32, shape: [], values: .exactly([value]), isConstant: true)
        }

        static func zeroPoint(_ name: String, _ value: Int, _ type: ElementType = .uint8) -> Operand {
            Operand(name: name, type: type, shape: [], values: .numbers([value]), isConstant: true)
        }

        static func indices(_ name: String, _ values: [Int]) -> Operand {
            Operand(name: name, type: .int64, shape: [values.count], values: .numbers(values), isConstant: true)
        }

        /// One that is left out.
        static let none = Operand(name: "", type: .float32, shape: [], values: .numbers([]), isConstant: true)
    }

    var name: String
    var type: String
    var title: String
    var operands: [Operand]
    var attributes: [String: OnnxModelWriter.Attribute] = [:]
    var outputs: [(name: String, type: ElementType)] = [("y", .float32)]
    /// 2022's, unless the operator is younger.
    var opset = 17

    func model(seed: UInt64) -> OperatorModel {
        var generator = SeededGenerator(seed: seed)
        var writer = OnnxModelWriter(graphName: name)
        var inputs: [OperatorModel.Input] = []
        for operand in operands where !operand.name.isEmpty {
            let bytes = Self.bytes(of: operand, &generator)
            if operand.isConstant {
                writer.addConstant(operand.name, operand.type, operand.shape, bytes: bytes)
            } else {
                writer.addInput(operand.name, operand.type, operand.shape.map(OnnxModelWriter.Dimension.size))
                inputs.append(
                    .init(name: operand.name, elementType: operand.type, shape: operand.shape, bytes: bytes))
            }
        }
        writer.addNode(
            type, name: type, inputs: operands.map(\.name), outputs: outputs.map(\.name), attributes: attributes)
        for output in outputs where !output.name.isEmpty { writer.addOutput(output.name, output.type, nil) }
        return OperatorModel(
            name: name, operatorName: type, title: title,
            // IR version 9 came with operator set 20.
            content: writer.data(formatVersion: opset < 20 ? 8 : 9, opset: opset), inputs: inputs,
            output: outputs.first { !$0.name.isEmpty }?.name ?? "y")
    }

    private static func bytes(of operand: Operand, _ generator: inout SeededGenerator) -> Data {
        let count = operand.shape.reduce(1, *)
        switch operand.values {
        case .exactly(let values): return values.withUnsafeBytes { Data($0) }
        case .numbers(let values): return data(values, as: operand.type)
        case .normal(let deviation):
            let values = (0..<count).map { _ in deviation * Float(StandardNormal.draw(using: &generator)) }
            return values.withUnsafeBytes { Data($0) }
        case .positive:
            let values = (0..<count).map { _ in 0.1 + abs(Float(StandardNormal.draw(using: &generator))) }
            return values.withUnsafeBytes { Data($0) }
        case .uniform(let range):
            return data((0..<count).map { _ in Int.random(in: range, using: &generator) }, as: operand.type)
        }
    }

    private static func data(_ values: [Int], as type: ElementType) -> Data {
        func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> Data { elements.withUnsafeBytes { Data($0) } }
        return switch type.byteCount {
        case 1: bytes(values.map { UInt8(truncatingIfNeeded: $0) })
        case 2: bytes(values.map { UInt16(truncatingIfNeeded: $0) })
        case 4: bytes(values.map { UInt32(truncatingIfNeeded: $0) })
        default: bytes(values.map { Int64($0) })
        }
    }
}
