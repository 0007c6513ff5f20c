extension FixedWidthInteger {
    /// A number that may have come from anywhere, without its fraction; what is too large becomes the nearest that there is, and
    /// what is not a number becomes 0.
    ///
    /// `Int(value)` ends the process for such values. This is for what came from a file, a worker, a database or an option, and
    /// for what is computed from it; where such a value must be refused instead, use `init(exactly:)`.
    public init(saturating value: Double) {
        if let exact = Self(exactly: value.rounded(.towardZero)) {
            self = exact
        } else {
            self = value.isNaN ? 0 : value < 0 ? .min : .max
        }
    }

    /// The sum, or the largest value that there is.
    public func addingSaturated(_ other: Self) -> Self {
        let (sum, overflowed) = addingReportingOverflow(other)
        return overflowed ? (other < 0 ? .min : .max) : sum
    }
}
