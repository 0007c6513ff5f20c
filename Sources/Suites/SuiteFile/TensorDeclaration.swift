import Diagnostics

/// What a suite says of one input or output of a variant: which tensor of the model it is, and how that is laid out.
public struct TensorDeclaration: Sendable, Equatable {
    /// The model's own name; nil leaves the search to Pawl.
    public var name: String?
    /// The order of axes that makes the golden set's input the model's, or the model's output the golden set's; nil leaves it.
    public var transposition: [Int]?
    /// A type that an input of whole numbers is brought to as it is; nil leaves it.
    public var cast: String?
    /// What the model's integers stand for; nil takes the model's own word.
    public var quantization: Quantization?
    /// Of an input: whether it is left out where the model has none of that name.
    public var mayBeMissing = false
    /// What an input's values are multiplied by, and what is added to them then.
    public var scale: Double?
    public var offset: Double?
    /// Whether the model wants the channels of an input in reverse order.
    public var reversesChannels = false
    /// In which order the values of an image stand, whatever their shape says: `channels_first` or `channels_last`; nil leaves it.
    public var layout: String?
    public var location: SourceLocation

    /// x = (q - zeroPoint) * scale.
    public struct Quantization: Sendable, Equatable {
        /// Above 0.
        public var scale: Float
        public var zeroPoint: Int

        public init(scale: Float, zeroPoint: Int) {
            self.scale = scale
            self.zeroPoint = zeroPoint
        }
    }

    public init(
        name: String? = nil, transposition: [Int]? = nil, cast: String? = nil, quantization: Quantization? = nil,
        location: SourceLocation
    ) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
        self.quantization = quantization
        self.location = location
    }
}
