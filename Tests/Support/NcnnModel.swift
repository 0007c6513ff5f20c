import Foundation

/// scores = x, of four numbers, as ncnn has it: a graph in text, and the weights of one fully connected layer beside it.
public enum NcnnModel {
    /// - Parameter isQuantized: weights, and what they are multiplied with, in int8.
    public static func graph(isQuantized: Bool = false) -> String {
        "7767517\n2 2\nInput x 0 1 x 0=4\nInnerProduct fc 1 1 x scores 0=4 1=0 2=16\(isQuantized ? " 8=2" : "")\n"
    }

    /// Format: ncnn's documentation, "new model load api" and "quantized int8 inference": a tag of the type, then the elements, then
    /// the scales of each row and of the input, as codes for one unit.
    public static func weights(isQuantized: Bool = false) -> Data {
        var data = Data()
        func add<Value: BitwiseCopyable>(_ values: [Value]) { values.withUnsafeBytes { data.append(contentsOf: $0) } }
        let places = 0..<16
        guard isQuantized else {
            add([UInt32(0)])
            add(places.map { place -> Float in place % 5 == 0 ? 1 : 0 })
            return data
        }
        add([UInt32(0x000D_4B38)])
        add(places.map { place -> Int8 in place % 5 == 0 ? 127 : 0 })
        add([Float](repeating: 127, count: 5))
        return data
    }
}
