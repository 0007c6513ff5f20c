import Foundation

/// y = 2 a - b + c / 2 of three numbers, quantised to int8 at both ends, in OpenVINO's intermediate representation: the layers that
/// OpenVINO 2026.4.1 makes of `DequantizeLinear` and `QuantizeLinear`.
///
/// x has scale 0.011 and zero point -7, y scale 0.037 and zero point 4.
public enum OpenVINOModel {
    private static let rows = "<dim>-1</dim><dim>3</dim>", made = "<dim>-1</dim><dim>1</dim>",
        one = "<dim>1</dim><dim>1</dim>"

    private static func layer(
        _ id: Int, _ name: String, _ type: String, _ data: String, inputs: [(String, String)] = [],
        output: (precision: String, dimensions: String)? = nil, names: String? = nil
    ) -> String {
        let ports = inputs.enumerated().map { "<port id=\"\($0)\" precision=\"\($1.0)\">\($1.1)</port>" }.joined()
        let given = output.map {
            "<output><port id=\"\(inputs.count)\" precision=\"\($0.precision)\""
                + (names.map { " names=\"\($0)\"" } ?? "") + ">\($0.dimensions)</port></output>"
        }
        return "<layer id=\"\(id)\" name=\"\(name)\" type=\"\(type)\" version=\"opset1\">"
            + (data.isEmpty ? "" : "<data \(data) />") + (ports.isEmpty ? "" : "<input>\(ports)</input>")
            + (given ?? "") + "</layer>\n"
    }

    private static func constant(_ id: Int, offset: Int) -> String {
        layer(
            id, "c\(id)", "Const", "element_type=\"f32\" shape=\"1, 1\" offset=\"\(offset)\" size=\"4\"",
            output: ("FP32", one))
    }

    public static var xml: String {
        let real = ("FP32", rows), number = ("FP32", one), sum = ("FP32", made)
        let layers = [
            layer(0, "x", "Parameter", "shape=\"?,3\" element_type=\"i8\"", output: ("I8", rows), names: "x"),
            layer(1, "widen", "Convert", "destination_type=\"f32\"", inputs: [("I8", rows)], output: real),
            layer(
                2, "zero", "Const", "element_type=\"i8\" shape=\"\" offset=\"0\" size=\"1\"", output: ("I8", "")),
            layer(3, "zero/f", "Convert", "destination_type=\"f32\"", inputs: [("I8", "")], output: ("FP32", "")),
            layer(
                4, "centre", "Subtract", "auto_broadcast=\"numpy\"", inputs: [real, ("FP32", "")], output: real),
            constant(5, offset: 1),
            layer(6, "r", "Multiply", "auto_broadcast=\"numpy\"", inputs: [real, number], output: real, names: "r"),
            layer(
                7, "W", "Const", "element_type=\"f32\" shape=\"1, 3\" offset=\"5\" size=\"12\"",
                output: ("FP32", "<dim>1</dim><dim>3</dim>")),
            layer(
                8, "m", "MatMul", "transpose_a=\"false\" transpose_b=\"true\"",
                inputs: [real, ("FP32", "<dim>1</dim><dim>3</dim>")], output: sum, names: "m"),
            constant(9, offset: 17), constant(10, offset: 21), constant(11, offset: 25), constant(12, offset: 29),
            layer(
                13, "q", "FakeQuantize", "levels=\"256\" auto_broadcast=\"numpy\"",
                inputs: [sum, number, number, number, number], output: sum),
            layer(
                14, "y", "Convert", "destination_type=\"i8\"", inputs: [sum], output: ("I8", made), names: "y"),
            "<layer id=\"15\" name=\"y/sink\" type=\"Result\" version=\"opset1\" output_names=\"y\">"
                + "<input><port id=\"0\" precision=\"I8\">\(made)</port></input></layer>\n",
        ]
        let edges = [
            (0, 0, 1, 0), (1, 1, 4, 0), (2, 0, 3, 0), (3, 1, 4, 1), (4, 2, 6, 0), (5, 0, 6, 1), (6, 2, 8, 0),
            (7, 0, 8, 1),
            (8, 2, 13, 0), (9, 0, 13, 1), (10, 0, 13, 2), (11, 0, 13, 3), (12, 0, 13, 4), (13, 5, 14, 0),
            (14, 1, 15, 0),
        ].map {
            "<edge from-layer=\"\($0.0)\" from-port=\"\($0.1)\" to-layer=\"\($0.2)\" to-port=\"\($0.3)\" />\n"
        }
        return "<?xml version=\"1.0\"?>\n<net name=\"linear\" version=\"11\">\n<layers>\n\(layers.joined())</layers>\n"
            + "<edges>\n\(edges.joined())</edges>\n<rt_info />\n</net>\n"
    }

    /// The constants, at the offsets that the graph names.
    public static var weights: Data {
        var data = Data([UInt8(bitPattern: -7)])
        let numbers: [Float] = [0.011, 2, -1, 0.5, (-128 - 4) * 0.037, (127 - 4) * 0.037, -128, 127]
        numbers.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }
}

/// scores = x, of four numbers: a fully connected layer, with its weights in the `.bin`.
extension OpenVINOModel {
    /// - Parameter isQuantized: weights in int8, made real before they are used, as OpenVINO's own compression writes them.
    public static func classifier(isQuantized: Bool) -> String {
        let rows = "<dim>-1</dim><dim>4</dim>", square = "<dim>4</dim><dim>4</dim>", one = "<dim>1</dim><dim>1</dim>"
        func port(_ id: Int, _ precision: String, _ dimensions: String) -> String {
            "<port id=\"\(id)\" precision=\"\(precision)\">\(dimensions)</port>"
        }
        func layer(_ id: Int, _ name: String, _ type: String, _ data: String, _ ports: String) -> String {
            "<layer id=\"\(id)\" name=\"\(name)\" type=\"\(type)\" version=\"opset1\">\(data)\(ports)</layer>\n"
        }
        func constant(_ id: Int, _ name: String, _ type: (String, String), shape: String, offset: Int, size: Int)
            -> String
        {
            let dimensions = shape.split(separator: ",").map { "<dim>\($0.filter(\.isNumber))</dim>" }.joined()
            return layer(
                id, name, "Const",
                "<data element_type=\"\(type.0)\" shape=\"\(shape)\" offset=\"\(offset)\" size=\"\(size)\" />",
                "<output>\(port(0, type.1, dimensions))</output>")
        }
        var layers = [
            layer(
                0, "x", "Parameter", "<data shape=\"?,4\" element_type=\"f32\" />",
                "<output><port id=\"0\" precision=\"FP32\" names=\"x\">\(rows)</port></output>")
        ]
        var edges: [(Int, Int, Int, Int)] = []
        let weights: (layer: Int, port: Int)
        if isQuantized {
            layers += [
                constant(1, "W", ("i8", "I8"), shape: "4, 4", offset: 0, size: 16),
                layer(
                    2, "W/real", "Convert", "<data destination_type=\"f32\" />",
                    "<input>\(port(0, "I8", square))</input><output>\(port(1, "FP32", square))</output>"),
                constant(3, "W/scale", ("f32", "FP32"), shape: "1, 1", offset: 16, size: 4),
                layer(
                    4, "W/scaled", "Multiply", "<data auto_broadcast=\"numpy\" />",
                    "<input>\(port(0, "FP32", square))\(port(1, "FP32", one))</input>"
                        + "<output>\(port(2, "FP32", square))</output>"),
            ]
            edges += [(1, 0, 2, 0), (2, 1, 4, 0), (3, 0, 4, 1)]
            weights = (4, 2)
        } else {
            layers.append(constant(1, "W", ("f32", "FP32"), shape: "4, 4", offset: 0, size: 64))
            weights = (1, 0)
        }
        layers += [
            layer(
                5, "scores", "MatMul", "<data transpose_a=\"false\" transpose_b=\"true\" />",
                "<input>\(port(0, "FP32", rows))\(port(1, "FP32", square))</input>"
                    + "<output><port id=\"2\" precision=\"FP32\" names=\"scores\">\(rows)</port></output>"),
            "<layer id=\"6\" name=\"scores/sink\" type=\"Result\" version=\"opset1\" output_names=\"scores\">"
                + "<input>\(port(0, "FP32", rows))</input></layer>\n",
        ]
        edges += [(0, 0, 5, 0), (weights.layer, weights.port, 5, 1), (5, 2, 6, 0)]
        let lines = edges.map {
            "<edge from-layer=\"\($0.0)\" from-port=\"\($0.1)\" to-layer=\"\($0.2)\" to-port=\"\($0.3)\" />\n"
        }
        return
            "<?xml version=\"1.0\"?>\n<net name=\"classifier\" version=\"11\">\n<layers>\n\(layers.joined())</layers>\n"
            + "<edges>\n\(lines.joined())</edges>\n<rt_info />\n</net>\n"
    }

    /// The constants, at the offsets that the graph names.
    public static func classifierWeights(isQuantized: Bool) -> Data {
        var data = Data()
        func add<Value: BitwiseCopyable>(_ values: [Value]) { values.withUnsafeBytes { data.append(contentsOf: $0) } }
        if isQuantized {
            add((0..<16).map { place -> Int8 in place % 5 == 0 ? 127 : 0 })
            add([Float(1) / 127])
        } else {
            add((0..<16).map { place -> Float in place % 5 == 0 ? 1 : 0 })
        }
        return data
    }
}
