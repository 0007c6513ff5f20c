/// Searches for a small set of things that together have an effect, such as layers that let a gate pass when they are computed in
/// single precision.
///
/// 1. Of the things in their order, the fewest from the first on that have the effect, by doubling and bisection.
/// 2. Things are left out, first in halves, then one by one, until none can be. What is left is any set, no prefix and no range, and
///    1-minimal: without any one of its members it has no effect. That no smaller set exists is not said.
///
/// Source: A. Zeller, R. Hildebrandt, Simplifying and isolating failure-inducing input, IEEE Transactions on Software Engineering
/// 28(2), 2002, sections 3.1 and 3.2; the order takes the place of its first division into halves.
package enum MinimalSet {
    /// The shortest beginning that has the effect, if having it only ever begins and never ends as the beginning grows.
    ///
    /// - Parameters:
    ///   - ordered: all of them together have the effect, which is not tried; the likeliest first.
    ///   - hasEffect: never asked about none or all.
    package static func shortestBeginning<Element>(
        of ordered: [Element], hasEffect: ([Element]) throws -> Bool
    ) rethrows -> [Element] {
        var without = 0
        var with = ordered.count
        var next = 1
        while next < ordered.count {
            if try hasEffect(Array(ordered.prefix(next))) {
                with = next
                break
            }
            without = next
            next *= 2
        }
        while with - without > 1 {
            let middle = (with + without) / 2
            if try hasEffect(Array(ordered.prefix(middle))) { with = middle } else { without = middle }
        }
        return Array(ordered.prefix(with))
    }

    /// Leaves out what is not needed.
    ///
    /// - Parameters:
    ///   - elements: have the effect together; the last are left out first.
    ///   - hasEffect: asked about none, too.
    package static func minimised<Element>(
        _ elements: [Element], hasEffect: ([Element]) throws -> Bool
    ) rethrows -> [Element] {
        var kept = Array(elements.reversed())
        var size = max(1, kept.count / 2)
        while true {
            var leftOut = false
            var start = 0
            while start < kept.count {
                let end = min(start + size, kept.count)
                let rest = Array(kept[..<start] + kept[end...])
                if try hasEffect(rest) {
                    kept = rest
                    leftOut = true
                } else {
                    start = end
                }
            }
            if size > 1 { size /= 2 } else if !leftOut { return kept }
        }
    }
}
