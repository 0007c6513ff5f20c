/// What two recordings of an output prove about why they differ. `sqnr` is what is left, in dB, once that is undone.
public enum TensorExplanation: Sendable, Codable, Equatable {
    /// The cell has no such output.
    case missing
    /// NaN or infinity in so many samples.
    case notFinite(samples: Int)
    /// Another number of elements, or axes of other sizes; the cell's shape.
    case otherShape(shape: [Int])
    /// Nothing but zeros.
    case zeros
    /// The same tensor for every sample.
    case constant
    /// `factor` times the other's, plus `offset`.
    case linear(factor: Double, offset: Double, sqnr: Double)
    /// The other's is a softmax of the cell's, over the last axis; or the reverse.
    case withoutSoftmax(sqnr: Double)
    case withSoftmax(sqnr: Double)
    /// The same with the logistic function.
    case withoutSigmoid(sqnr: Double)
    case withSigmoid(sqnr: Double)
    /// The cell's axes brought into this order, as by numpy.transpose, make the other's.
    case axes(order: [Int], sqnr: Double)
    /// The other's entry of the last axis at each position of the cell's.
    case lastAxis(order: [Int], sqnr: Double)
}
