/// What stands for a value of the reference model in the candidate.
package struct Counterpart: Sendable, Equatable {
    package enum Form: Sendable, Equatable {
        /// Of the same type.
        case same
        /// Of another floating-point type, by its code in `TensorProto.DataType`.
        case cast(Int)
        /// Integers, with the names of their scale and zero point, both constants; the zero point may be left out and is empty then.
        case quantised(scale: String, zeroPoint: String)
    }

    /// The candidate's name of it.
    package var name: String
    package var form: Form
    /// What those that read it get instead of it: the value after `QuantizeLinear` and `DequantizeLinear`; nil where it is not quantised.
    package var dequantised: String?

    package init(name: String, form: Form, dequantised: String? = nil) {
        self.name = name
        self.form = form
        self.dequantised = dequantised
    }
}

/// A layer that the two models compute differently: a node of the reference, with those before it that have no counterpart, and what takes
/// their place in the candidate.
package struct ComparedLayer: Sendable, Equatable {
    /// Of the node that has the most weights, else of the last; its type and first output where it has no name.
    package var name: String
    package var operatorType: String
    /// Of the reference's weights.
    package var weightBytes: Int
    /// The reference's names of what it gives, all of which have counterparts.
    package var outputs: [String]
    /// The reference's names of what it reads.
    package var inputs: [String]
}
