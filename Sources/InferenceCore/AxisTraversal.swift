/// Visits the elements of a row-major tensor along its axes in any order.
public struct AxisTraversal: Sendable {
    private let sizes: [Int]
    private let strides: [Int]

    /// - Parameters:
    ///   - sizes: of each axis, the slowest first, in the order to visit.
    ///   - strides: how many elements apart neighbours along each axis are.
    /// - Precondition: as many of both.
    public init(sizes: [Int], strides: [Int]) {
        precondition(sizes.count == strides.count, "a stride for each axis")
        self.sizes = sizes
        self.strides = strides
    }

    /// Of a row-major tensor, in elements.
    public static func strides(of shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// Calls `body` with the offset of each element, in elements.
    public func forEach(_ body: (Int) -> Void) {
        guard !sizes.contains(0) else { return }
        var position = [Int](repeating: 0, count: sizes.count)
        var offset = 0
        while true {
            body(offset)
            var axis = sizes.count - 1
            while axis >= 0 {
                position[axis] += 1
                offset += strides[axis]
                if position[axis] < sizes[axis] { break }
                offset -= strides[axis] * sizes[axis]
                position[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
