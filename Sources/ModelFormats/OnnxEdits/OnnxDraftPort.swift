import Foundation

/// An input or output of a graph.
package struct OnnxDraftPort {
    package var name: String
    let message: Data

    init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        name = try OnnxGraph.value(bytes).name
        message = Data(bytes)
    }

    /// Of a type that the runtime finds out.
    package init(name: String) {
        self.name = name
        var writer = ProtobufWriter()
        writer.add(1, name)
        message = writer.data
    }

    /// A tensor of elements of a code, of any shape.
    package init(name: String, elementCode: Int) {
        self.name = name
        var writer = ProtobufWriter()
        writer.add(1, name)
        writer.add(2) { type in type.add(1) { $0.add(1, elementCode) } }
        message = writer.data
    }
}
