import Foundation

/// The probe's `linear` in OpenVINO's intermediate representation of version 11, which 2022.1 brought.
enum OpenVINOProbeModel {
    /// The file beside it: the weights, then the bias.
    static let weights = (ProbeModel.weights + ProbeModel.bias).withUnsafeBytes { Data($0) }

    static let xml: String = {
        let rows = dimensions(2, 3), matrix = dimensions(3, 2), answer = dimensions(2, 2), line = dimensions(1, 2)
        let layers = [
            layer(0, "x", "Parameter", "shape=\"2,3\" element_type=\"f32\"", output: rows, names: "x"),
            constant(1, "weights", shape: "3, 2", offset: 0, bytes: 24, matrix),
            layer(
                2, "product", "MatMul", "transpose_a=\"false\" transpose_b=\"false\"", inputs: [rows, matrix],
                output: answer),
            constant(3, "bias", shape: "1, 2", offset: 24, bytes: 8, line),
            layer(4, "y", "Add", "auto_broadcast=\"numpy\"", inputs: [answer, line], output: answer, names: "y"),
            layer(5, "y/result", "Result", "", inputs: [answer], output: nil),
        ]
        let edges = [
            edge(0, 0, 2, 0), edge(1, 0, 2, 1), edge(2, 2, 4, 0), edge(3, 0, 4, 1), edge(4, 2, 5, 0),
        ]
        return "<?xml version=\"1.0\"?>\n<net name=\"probe\" version=\"11\"><layers>\(layers.joined())</layers>"
            + "<edges>\(edges.joined())</edges></net>\n"
    }()

    private static func dimensions(_ sizes: Int...) -> String { sizes.map { "<dim>\($0)</dim>" }.joined() }

    private static func constant(
        _ id: Int, _ name: String, shape: String, offset: Int, bytes: Int, _ dimensions: String
    ) -> String {
        layer(
            id, name, "Const", "element_type=\"f32\" shape=\"\(shape)\" offset=\"\(offset)\" size=\"\(bytes)\"",
            output: dimensions)
    }

    private static func layer(
        _ id: Int, _ name: String, _ type: String, _ data: String, inputs: [String] = [], output: String?,
        names: String? = nil
    ) -> String {
        let ports = inputs.enumerated().map { "<port id=\"\($0)\" precision=\"FP32\">\($1)</port>" }.joined()
        let given = output.map {
            "<output><port id=\"\(inputs.count)\" precision=\"FP32\"\(names.map { " names=\"\($0)\"" } ?? "")>\($0)</port></output>"
        }
        return "<layer id=\"\(id)\" name=\"\(name)\" type=\"\(type)\" version=\"opset1\">"
            + (data.isEmpty ? "" : "<data \(data)/>") + (ports.isEmpty ? "" : "<input>\(ports)</input>") + (given ?? "")
            + "</layer>"
    }

    private static func edge(_ from: Int, _ output: Int, _ to: Int, _ input: Int) -> String {
        "<edge from-layer=\"\(from)\" from-port=\"\(output)\" to-layer=\"\(to)\" to-port=\"\(input)\"/>"
    }
}
