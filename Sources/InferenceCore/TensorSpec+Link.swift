extension TensorSpec {
    /// How a model's input looks to one who feeds it through `link`; nil where the link does not fit it.
    public func asInput(through link: TensorLink) -> TensorSpec? {
        var spec = self
        if let axes = link.transposition {
            guard axes.sorted() == Array(shape.indices) else { return nil }
            // The feeder's axis `axes[i]` is the model's axis i.
            for (axis, origin) in axes.enumerated() { spec.shape[origin] = shape[axis] }
        }
        if let cast = link.cast {
            guard cast.to == elementType else { return nil }
            spec.elementType = cast.from
        }
        return spec
    }

    /// How a model's output looks to one who reads it through `link`; nil where the link does not fit it.
    public func asOutput(through link: TensorLink) -> TensorSpec? {
        guard let axes = link.transposition else { return self }
        guard axes.sorted() == Array(shape.indices) else { return nil }
        var spec = self
        spec.shape = axes.map { shape[$0] }
        return spec
    }
}
