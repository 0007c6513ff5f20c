import Foundation
import InferenceCore
import ModelFormats

/// Writes a small ONNX model: nodes, constants, inputs and outputs, in any order.
///
/// Format: onnx.proto3; numbers of fields are those of its messages.
public struct OnnxModelWriter {
    public enum Dimension {
        case size(Int)
        case named(String)
    }

    public enum Attribute {
        case integer(Int)
        case integers([Int])
        case number(Float)
        case text(String)
    }

    private var graph = ProtobufWriter()

    public init(graphName: String) { graph.add(2, graphName) }

    /// - Parameters:
    ///   - formatVersion: of the file's own format, the "IR version".
    ///   - opset: of ONNX's own operators.
    public func data(formatVersion: Int, opset: Int) -> Data {
        var model = ProtobufWriter()
        model.add(1, formatVersion)
        model.add(2, "pawl-probe")
        model.add(7, graph.data)
        model.add(8) { operatorSet in
            operatorSet.add(1, "")
            operatorSet.add(2, opset)
        }
        return model.data
    }

    /// - Parameter name: empty where the node has none; an empty input is one that is left out.
    public mutating func addNode(
        _ type: String, name: String = "", inputs: [String], outputs: [String], attributes: [String: Attribute] = [:]
    ) {
        graph.add(1) { node in
            for input in inputs { node.add(1, input) }
            for output in outputs { node.add(2, output) }
            if !name.isEmpty { node.add(3, name) }
            node.add(4, type)
            for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
                node.add(5) { attribute in
                    attribute.add(1, name)
                    switch value {
                    case .number(let number):
                        attribute.add(2, float: number)
                        attribute.add(20, 1)
                    case .integer(let number):
                        attribute.add(3, number)
                        attribute.add(20, 2)
                    case .text(let text):
                        attribute.add(4, text)
                        attribute.add(20, 3)
                    case .integers(let numbers):
                        for number in numbers { attribute.add(8, number) }
                        attribute.add(20, 7)
                    }
                }
            }
        }
    }

    public mutating func addConstant(_ name: String, _ type: ElementType, _ shape: [Int], bytes: Data) {
        graph.add(5) { tensor in
            for size in shape { tensor.add(1, size) }
            tensor.add(2, type.onnxCode)
            tensor.add(8, name)
            tensor.add(9, bytes)
        }
    }

    public mutating func addInput(_ name: String, _ type: ElementType, _ shape: [Dimension]) {
        addPort(11, name, type, shape)
    }

    /// - Parameter shape: nil leaves it to the runtime.
    public mutating func addOutput(_ name: String, _ type: ElementType, _ shape: [Dimension]?) {
        addPort(12, name, type, shape)
    }

    private mutating func addPort(_ field: Int, _ name: String, _ elementType: ElementType, _ shape: [Dimension]?) {
        graph.add(field) { port in
            port.add(1, name)
            port.add(2) { type in
                type.add(1) { tensor in
                    tensor.add(1, elementType.onnxCode)
                    guard let shape else { return }
                    tensor.add(2) { dimensions in
                        for dimension in shape {
                            dimensions.add(1) { message in
                                switch dimension {
                                case .size(let size): message.add(1, size)
                                case .named(let name): message.add(2, name)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
