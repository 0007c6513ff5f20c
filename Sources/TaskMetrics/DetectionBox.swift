/// An upright rectangle in an image, in pixels or any other unit.
public struct DetectionBox: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// - Parameters:
    ///   - x: of the left edge.
    ///   - y: of the upper edge.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// From edges instead of a size.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }

    public var area: Double { width * height }

    /// The area that both cover.
    ///
    /// - Returns: 0 for boxes that only touch, or have no area.
    public func intersection(_ other: DetectionBox) -> Double {
        let width = min(x + width, other.x + other.width) - max(x, other.x)
        let height = min(y + height, other.y + other.height) - max(y, other.y)
        return width > 0 && height > 0 ? width * height : 0
    }
}
