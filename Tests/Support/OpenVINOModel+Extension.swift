import Foundation

/// Rows of different lengths become rows of four, of an operator that OpenVINO itself does not have: `RaggedToDense` of the package
/// openvino-tokenizers.
extension OpenVINOModel {
    public static var raggedRows: String {
        let any = "<dim>-1</dim>", rows = "<dim>-1</dim><dim>4</dim>"
        let parameters = ["begins", "ends", "data"].enumerated().map {
            "<layer id=\"\($0)\" name=\"\($1)\" type=\"Parameter\" version=\"opset1\">"
                + "<data shape=\"?\" element_type=\"i32\" />"
                + "<output><port id=\"0\" precision=\"I32\" names=\"\($1)\">\(any)</port></output></layer>\n"
        }
        let constants = [(3, 0), (4, 4)].map {
            "<layer id=\"\($0.0)\" name=\"c\($0.0)\" type=\"Const\" version=\"opset1\">"
                + "<data element_type=\"i32\" shape=\"\" offset=\"\($0.1)\" size=\"4\" />"
                + "<output><port id=\"0\" precision=\"I32\" /></output></layer>\n"
        }
        let inputs = (0..<5).map { "<port id=\"\($0)\" precision=\"I32\">\($0 < 3 ? any : "")</port>" }.joined()
        let dense =
            "<layer id=\"5\" name=\"dense\" type=\"RaggedToDense\" version=\"extension\">"
            + "<data pad_right=\"true\" m_pad_max_length=\"false\" /><input>\(inputs)</input>"
            + "<output><port id=\"5\" precision=\"I32\" names=\"dense\">\(rows)</port>"
            + "<port id=\"6\" precision=\"BOOL\" names=\"mask\">\(rows)</port></output></layer>\n"
        let sink =
            "<layer id=\"6\" name=\"dense/sink\" type=\"Result\" version=\"opset1\" output_names=\"dense\">"
            + "<input><port id=\"0\" precision=\"I32\">\(rows)</port></input></layer>\n"
        let edges = (0..<5).map {
            "<edge from-layer=\"\($0)\" from-port=\"0\" to-layer=\"5\" to-port=\"\($0)\" />\n"
        }
        return "<?xml version=\"1.0\"?>\n<net name=\"ragged\" version=\"11\">\n<layers>\n"
            + "\((parameters + constants).joined())\(dense)\(sink)</layers>\n<edges>\n\(edges.joined())"
            + "<edge from-layer=\"5\" from-port=\"5\" to-layer=\"6\" to-port=\"0\" />\n</edges>\n<rt_info />\n</net>\n"
    }

    /// The length of rows, and what fills them.
    public static var raggedRowsWeights: Data { [Int32(4), 7].withUnsafeBytes { Data($0) } }
}
