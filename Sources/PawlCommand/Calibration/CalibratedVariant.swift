import Suites

/// A variant and a second copy of it, as a pair that nothing distinguishes.
public struct CalibratedVariant: Sendable {
    /// `model/variant`.
    public var name: String
    /// Of this pair alone.
    public var plan: Plan

    public init(name: String, plan: Plan) {
        self.name = name
        self.plan = plan
    }
}
