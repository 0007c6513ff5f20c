/// A unit of a scale: its spellings, the preferred one first, and its size in base units, `factor / divisor`.
struct QuantityUnit: Sendable {
    var symbols: [String]
    var factor: Double
    /// Kept apart because 7 / 100 is the double nearest to 0.07 and 7 * 0.01 is not.
    var divisor: Double

    init(_ symbols: String..., factor: Double = 1, divisor: Double = 1) {
        self.symbols = symbols
        self.factor = factor
        self.divisor = divisor
    }

    func inBaseUnits(_ number: Double) -> Double { number * factor / divisor }

    static let time = [
        QuantityUnit("ns"),
        // The micro sign is U+00B5, the Greek letter U+03BC; keyboards produce either.
        QuantityUnit("us", "\u{B5}s", "\u{3BC}s", factor: 1e3),
        QuantityUnit("ms", factor: 1e6),
        QuantityUnit("s", factor: 1e9),
        QuantityUnit("min", factor: 60e9),
    ]
    static let rate = [QuantityUnit("/s", "1/s", "per second")]
    static let bytes = [
        QuantityUnit("B", "byte", "bytes"),
        QuantityUnit("kB", "KB", factor: 1e3),
        QuantityUnit("MB", factor: 1e6),
        QuantityUnit("GB", factor: 1e9),
        QuantityUnit("KiB", factor: 1024),
        QuantityUnit("MiB", factor: 1_048_576),
        QuantityUnit("GiB", factor: 1_073_741_824),
    ]
    static let percent = [QuantityUnit("%", divisor: 100)]
    static let points = [QuantityUnit("points", "point", divisor: 100)]
    static let information = [QuantityUnit("nats", "nat")]
    static let decibels = [QuantityUnit("dB")]
}

extension Quantity.Scale {
    var units: [QuantityUnit] {
        switch self {
        case .absolute(.time): QuantityUnit.time
        case .absolute(.rate): QuantityUnit.rate
        case .absolute(.bytes): QuantityUnit.bytes
        case .absolute(.proportion), .relativeChange, .ratio: QuantityUnit.percent
        case .absolute(.information): QuantityUnit.information
        case .absolute(.decibels): QuantityUnit.decibels
        case .absolute(.count), .absolute(.coefficient), .absolute(.outputUnits), .difference: []
        case .points: QuantityUnit.points
        }
    }

    /// The preferred spelling of each unit, smallest first.
    public var unitNames: [String] { units.map { $0.symbols[0] } }

    /// Whether a number without a unit is clear; elsewhere it would be a guess.
    var acceptsBareNumbers: Bool {
        switch self {
        case .ratio, .difference, .absolute(.count), .absolute(.information), .absolute(.decibels),
            .absolute(.coefficient), .absolute(.outputUnits):
            true
        default: false
        }
    }

    /// Times and sizes are counted in 64 bits further on.
    var largest: Double {
        switch self {
        case .absolute(.time), .absolute(.bytes): 9e18
        default: .greatestFiniteMagnitude
        }
    }

    /// A well-formed value, for hints.
    public var example: String {
        switch self {
        case .absolute(.time): "50 ms"
        case .absolute(.rate): "100 /s"
        case .absolute(.bytes): "200 MB"
        case .absolute(.proportion): "97%"
        case .absolute(.information): "0.01 nats"
        case .absolute(.decibels): "30 dB"
        case .absolute(.count): "0"
        case .absolute(.coefficient): "0.95"
        case .absolute(.outputUnits): "0.5"
        case .difference: "0.01"
        case .points: "1 point"
        case .relativeChange: "3%"
        case .ratio: "0.5"
        }
    }
}
