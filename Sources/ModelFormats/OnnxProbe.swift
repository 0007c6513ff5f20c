import Foundation

/// Models of one node each, cut out of a model: whether a runtime takes such a node shows when it opens one.
///
/// A probe imports the model's own versions of all domains and brings its functions along. Constants up to 64 KiB stay constants,
/// for operators look at them (a shape, an axis, a zero point); larger ones, which are weights, become inputs of their type
/// and sizes.
public struct OnnxProbe: Sendable {
    /// What tells probes apart: operator, version, types and attributes.
    public var key: String
    public var model: Data
    /// Whether the sizes of all inputs are known; a runtime may want them, whatever the operator.
    public var hasShapes: Bool

    static let constantLimit = 64 << 10
}
