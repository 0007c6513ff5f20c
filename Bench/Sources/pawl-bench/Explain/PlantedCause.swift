import Statistics

/// What is planted in a model of like layers, for an explanation to find.
enum PlantedCause: String, CaseIterable {
    /// One layer is wider, so that it takes about twice as long.
    case wider
    /// One layer's activation is another operator.
    case otherType = "other-type"
    case two
    /// One layer does in two operators what took one.
    case split
    case none

    /// The layers that are to be named, of so many; drawn anew for each case.
    func layers(of count: Int, using generator: inout SeededGenerator) -> Set<Int> {
        // Not the first, which waits for what comes before it.
        let places = (1..<count).shuffled(using: &generator)
        return switch self {
        case .none: []
        case .two: Set(places.prefix(2))
        default: Set(places.prefix(1))
        }
    }
}
