import Foundation
import ModelFormats

/// Nodes between values of different types, each once.
struct TypeBridge {
    private var nodes: [String: OnnxDraftNode] = [:]
    var constants: [String: Data] = [:]

    @discardableResult
    mutating func copy(_ name: String, as result: String) -> String {
        add(OnnxDraftNode("Identity", name: result, inputs: [name], outputs: [result]))
    }

    @discardableResult
    mutating func cast(_ name: String, to code: Int, as result: String) -> String {
        add(OnnxDraftNode("Cast", name: result, inputs: [name], outputs: [result], integers: ["to": code]))
    }

    @discardableResult
    mutating func quantise(_ name: String, _ scale: String, _ zeroPoint: String, as result: String) -> String {
        add(Self.node("QuantizeLinear", name, scale, zeroPoint, result))
    }

    @discardableResult
    mutating func dequantise(_ name: String, _ scale: String, _ zeroPoint: String, as result: String) -> String {
        add(Self.node("DequantizeLinear", name, scale, zeroPoint, result))
    }

    private static func node(
        _ type: String, _ name: String, _ scale: String, _ zeroPoint: String, _ result: String
    ) -> OnnxDraftNode {
        OnnxDraftNode(
            type, name: result, inputs: [name, scale] + (zeroPoint.isEmpty ? [] : [zeroPoint]), outputs: [result])
    }

    private mutating func add(_ node: OnnxDraftNode) -> String {
        nodes[node.outputs[0]] = node
        return node.outputs[0]
    }

    func finish(_ model: inout OnnxDraft) {
        for (name, tensor) in constants.sorted(by: { $0.key < $1.key }) { model.addConstant(name, tensor) }
        for (_, node) in nodes.sorted(by: { $0.key < $1.key }) { model.nodes.append(node) }
    }
}
