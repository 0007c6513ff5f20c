import InferenceCore

extension Tensor {
    public static func floats(_ values: [Float], _ shape: [Int]? = nil) -> Tensor {
        Tensor(elementType: .float32, shape: shape ?? [values.count], copying: values)
    }

    public static func ones(_ shape: [Int]) -> Tensor {
        floats([Float](repeating: 1, count: shape.reduce(1, *)), shape)
    }
}
