extension TensorSpec {
    /// How a model's input looks to one who feeds it through `link`; nil where the link does not fit it.
    public func asInput(through link: TensorLink) -> TensorSpec? {
        var spec = self
        if let cast = link.cast {
            guard cast.to == elementType, cast.toQuantization?.mismatch(elementType: elementType, shape: shape) == nil
            else { return nil }
            spec.elementType = cast.from
            spec.quantization = nil
        }
        if let axes = link.transposition, rankIsKnown {
            guard axes.sorted() == Array(shape.indices) else { return nil }
            // The feeder's axis `axes[i]` is the model's axis i.
            for (axis, origin) in axes.enumerated() { spec.shape[origin] = shape[axis] }
            spec.quantization = spec.quantization.map { $0.onAxis($0.axis.map { axes[$0] }) }
        }
        if let own = link.cast?.fromQuantization {
            guard own.mismatch(elementType: spec.elementType, shape: spec.shape) == nil else { return nil }
            spec.quantization = own
        }
        return spec
    }

    /// How a model's output looks to one who reads it through `link`; nil where the link does not fit it.
    public func asOutput(through link: TensorLink) -> TensorSpec? {
        var spec = self
        if let cast = link.cast {
            guard cast.from == elementType,
                cast.fromQuantization?.mismatch(elementType: elementType, shape: shape) == nil
            else { return nil }
            spec.elementType = cast.to
            spec.quantization = nil
        }
        if let axes = link.transposition, rankIsKnown {
            guard axes.sorted() == Array(shape.indices) else { return nil }
            spec.shape = axes.map { shape[$0] }
            spec.quantization = spec.quantization.map { $0.onAxis($0.axis.flatMap(axes.firstIndex(of:))) }
        }
        if let own = link.cast?.toQuantization {
            guard own.mismatch(elementType: spec.elementType, shape: spec.shape) == nil else { return nil }
            spec.quantization = own
        }
        return spec
    }
}
