/// Which tensor of a model stands for one that its golden set names, how the two are laid out, and how values are converted.
public struct TensorLink: Sendable, Hashable, Codable {
    /// The model's own name of it.
    public var name: String
    /// For an input, the order of axes that makes the golden set's tensor the model's; for an output, the one that makes the
    /// model's tensor the golden set's. As numpy.transpose: axis i of the result is axis `transposition[i]`. Nil leaves it.
    public var transposition: [Int]?
    /// Where the model has another type, or other units. Nil leaves the values.
    public var cast: Cast?

    /// Of an input, in real units and the golden set's order of axes, before all else. Nil leaves the values.
    public var preprocessing: TensorPreprocessing?

    /// Another type for the same real numbers. Values flow from the golden set to the model's inputs, and from its outputs to the
    /// golden set.
    public struct Cast: Sendable, Hashable, Codable {
        public var from: ElementType
        public var to: ElementType
        /// What the integers stand for that come in; nil where values are what they say. Channels lie on an axis of the tensor as
        /// it comes in.
        public var fromQuantization: TensorQuantization?
        /// What the integers stand for that go out. Channels lie on an axis of the tensor as it goes out.
        public var toQuantization: TensorQuantization?

        public init(
            from: ElementType, to: ElementType, fromQuantization: TensorQuantization? = nil,
            toQuantization: TensorQuantization? = nil
        ) {
            self.from = from
            self.to = to
            self.fromQuantization = fromQuantization
            self.toQuantization = toQuantization
        }

        /// Whether it is about whole numbers only, as a worker without the capability `conversion` knows it.
        public var isOfIntegers: Bool {
            from.isInteger && to.isInteger && fromQuantization == nil && toQuantization == nil
        }
    }

    public init(
        name: String, transposition: [Int]? = nil, cast: Cast? = nil, preprocessing: TensorPreprocessing? = nil
    ) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
        self.preprocessing = preprocessing
    }

    /// Whether it changes nothing of a tensor that the golden set calls `name`.
    public func isPlain(for name: String) -> Bool {
        self.name == name && transposition == nil && cast == nil && preprocessing == nil
    }

    /// A tensor of the giver's as the taker gets it.
    ///
    /// - Throws: `InferenceError.unusableMapping` where axes or types are others, and what `Tensor.cast`, `.quantized` and
    ///   `.dequantized` throw.
    public func convert(_ tensor: Tensor) throws(InferenceError) -> Tensor {
        var tensor = tensor
        if let cast {
            guard tensor.elementType == cast.from else {
                throw .unusableMapping("'\(self)' does not fit a tensor of \(tensor.elementType.rawValue)")
            }
            if let quantization = cast.fromQuantization { tensor = try tensor.dequantized(by: quantization) }
        }
        if let preprocessing {
            let given = tensor.elementType
            tensor = try preprocessing.apply(to: tensor)
            // 16-bit and 64-bit floating-point inputs stay what the model takes.
            if cast == nil, given.isFloatingPoint { tensor = try tensor.cast(to: given) }
        }
        if let axes = transposition {
            guard axes.count == tensor.shape.count else {
                throw .unusableMapping("transposition \(axes) does not fit a tensor of shape \(tensor.shape)")
            }
            tensor = tensor.transposed(axes)
        }
        guard let cast else { return tensor }
        guard let quantization = cast.toQuantization else { return try tensor.cast(to: cast.to) }
        return try tensor.quantized(by: quantization, as: cast.to)
    }
}

extension TensorLink: CustomStringConvertible {
    /// `serving_default_image:0, transpose [0, 2, 3, 1], quantised to int8 by scale 0.0078125, zero point -3`
    public var description: String {
        ([name]
            + [preprocessing?.description, transposition.map { "transpose \($0)" }, cast?.description]
            .compactMap { $0 })
            .joined(separator: ", ")
    }
}

extension TensorLink.Cast: CustomStringConvertible {
    public var description: String {
        switch (fromQuantization, toQuantization) {
        case (nil, nil): "cast \(to.rawValue)"
        case (nil, let own?): "quantised to \(to.rawValue) by \(own)"
        case (let own?, nil): "dequantised from \(from.rawValue) by \(own)"
        case (let own?, let other?):
            "requantised from \(from.rawValue) of \(own) to \(to.rawValue) by \(other)"
        }
    }
}

/// Which of a model's inputs and outputs are which of those that its golden set names: converters rename tensors, and some
/// change the order of axes.
public struct TensorMapping: Sendable, Hashable, Codable {
    /// By the golden set's names. Those that are missing have the same name in the model.
    public var inputs: [String: TensorLink]
    public var outputs: [String: TensorLink]

    public init(inputs: [String: TensorLink] = [:], outputs: [String: TensorLink] = [:]) {
        self.inputs = inputs
        self.outputs = outputs
    }

    public var isEmpty: Bool { inputs.isEmpty && outputs.isEmpty }
}
