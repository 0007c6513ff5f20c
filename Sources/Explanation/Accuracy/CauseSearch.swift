/// Searches for the fewest layers that have to be computed in float so that a candidate passes its gates.
package struct CauseSearch {
    package enum Ending: String, Sendable, Encodable {
        /// The candidate passes as it is.
        case passes
        case found
        /// It does not pass even with all of them in float: the cause lies elsewhere.
        case notRestored = "not_restored"
        case stopped
    }

    package struct Finding: Sendable, Equatable {
        package var ending: Ending
        /// Positions, in the order of suspicion; empty unless found, or stopped after a set was known that restores the gates.
        package var causes: [Int]
        /// Whether none of `causes` can be left out.
        package var isMinimal: Bool
        /// Models that were judged.
        package var trials: Int
    }

    private let order: [Int]
    private let passes: (Set<Int>) throws -> Bool?
    private var known: [Set<Int>: Bool] = [:]
    private var best: Set<Int>?

    private struct Stopped: Error {}

    /// - Parameters:
    ///   - order: positions of layers, the likeliest cause first.
    ///   - passes: whether the candidate passes with these layers in float; nil when no time is left.
    package init(order: [Int], passes: @escaping (Set<Int>) throws -> Bool?) {
        self.order = order
        self.passes = passes
    }

    /// - Throws: what `passes` throws.
    package mutating func run() throws -> Finding {
        do {
            if try hasEffect([]) { return finding(.passes, isMinimal: true) }
            guard !order.isEmpty, try hasEffect(order) else { return finding(.notRestored, isMinimal: false) }
            let beginning = try MinimalSet.shortestBeginning(of: order) { try hasEffect($0) }
            best = Set(try MinimalSet.minimised(beginning) { try hasEffect($0) })
            return finding(.found, isMinimal: true)
        } catch is Stopped {
            return finding(.stopped, isMinimal: false)
        }
    }

    private func finding(_ ending: Ending, isMinimal: Bool) -> Finding {
        let causes = best.map { best in order.filter(best.contains) } ?? []
        // All of them together are no cause that anybody could use.
        return Finding(
            ending: ending, causes: ending == .stopped && causes.count == order.count ? [] : causes,
            isMinimal: isMinimal, trials: known.count)
    }

    private mutating func hasEffect(_ layers: [Int]) throws -> Bool {
        let set = Set(layers)
        if let known = known[set] { return known }
        guard let passes = try passes(set) else { throw Stopped() }
        known[set] = passes
        if passes, set.count < best?.count ?? .max { best = set }
        return passes
    }
}
