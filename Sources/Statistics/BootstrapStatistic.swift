/// A number that can be computed again from samples drawn with replacement, with its own standard error.
public protocol BootstrapStatistic {
    /// How many samples there are to draw from.
    var count: Int { get }

    /// - Parameter drawn: indices from 0 to below `count`, as many as there are samples.
    /// - Returns: value and standard error; an error of exactly 0 when the drawn samples show no variation.
    mutating func estimate(_ drawn: UnsafeBufferPointer<UInt32>) -> (value: Double, standardError: Double)
}
