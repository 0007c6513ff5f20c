/// What a cell of the imagined suite is on a night.
struct SyntheticSubject {
    let model: Int
    let variant: Int
    /// Counts the model's files: each is trained anew now and then.
    let version: Int

    init(cell: Int, night: Int) {
        model = cell / SyntheticHistory.variants.count
        variant = cell % SyntheticHistory.variants.count
        version = Self.version(ofModel: model, night: night)
    }

    /// Between 40 and 79 nights.
    private static func nights(ofModel model: Int) -> Int { 40 + model % 40 }

    private static func version(ofModel model: Int, night: Int) -> Int { (night + 7 * model) / nights(ofModel: model) }

    static func firstNight(ofModel model: Int, night: Int) -> Int {
        version(ofModel: model, night: night) * nights(ofModel: model) - 7 * model
    }

    var modelName: String { "model-\(model)" }

    var modelDigest: String { SyntheticHistory.digest("\(model)/\(variant)/\(version)") }

    var modelBytes: UInt64 { UInt64(4_000_000 + 50_000 * model) / UInt64(1 + variant) }

    /// Of one inference, before noise: 1 to 5 ms for the reference, and a change with every version.
    var nanoseconds: Double {
        let base = 1_000_000 + 100_000 * Double(model % 40)
        return base * [1, 0.8, 0.7, 0.55, 0.6][variant] * (1 + 0.01 * Double(version % 5))
    }
}
