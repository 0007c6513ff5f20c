extension WeightTypes {
    /// Bits of the types that weights have. Whole numbers of 32 and more bits are biases, shapes and indices.
    private static let bits: [String: Double] = [
        "float64": 64, "float32": 32, "float16": 16, "bfloat16": 16, "int16": 16, "uint16": 16, "int8": 8, "uint8": 8,
        "float8e4m3fn": 8, "float8e4m3fnuz": 8, "float8e5m2": 8, "float8e5m2fnuz": 8, "int4": 4, "uint4": 4,
        "float4e2m1": 4, "nf4": 4, "int2": 2, "uint2": 2, "uint1": 1,
    ]

    /// How many weights there are of each type, the most first.
    private var counts: [(type: String, count: Double)] {
        bytes.compactMap { type, bytes in Self.bits[type].map { (type: type, count: Double(bytes) * 8 / $0) } }
            .filter { $0.count > 0 }.sorted { ($1.count, $0.type) < ($0.count, $1.type) }
    }

    /// The mean over all weights; nil where there are none.
    public var bitsPerWeight: Double? {
        let total = counts.reduce(0.0) { $0 + $1.count }
        guard total > 0 else { return nil }
        return counts.reduce(0.0) { $0 + $1.count / total * (Self.bits[$1.type] ?? 0) }
    }

    /// The type of most weights: `int8`.
    public var leading: String? { counts.first?.type }

    /// `int8`, or `int8 and float32` where each is of at least a tenth of the weights.
    public var description: String {
        let total = counts.reduce(0.0) { $0 + $1.count }
        return counts.filter { $0.count >= 0.1 * total }.map(\.type).joined(separator: " and ")
    }
}
