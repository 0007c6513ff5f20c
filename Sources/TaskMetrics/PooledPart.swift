/// What a metric needs to know of some samples, and what can be pooled with what it knows of others.
package protocol PooledPart: Sendable {
    /// Adds what is known of other samples.
    mutating func pool(_ other: Self)
    /// The metric over all that was pooled; nil where it is undefined.
    var metric: Double? { get }
}

extension MetricEstimate {
    /// Pools the parts of all units but one, for each unit.
    ///
    /// Parts before and after the unit are pooled; nothing is subtracted, so nothing cancels.
    ///
    /// - Parameter parts: one a unit, at least one.
    /// - Returns: nil when the metric over all is undefined.
    /// - Complexity: O(G) times what pooling two parts costs, and as much memory.
    package init?(pooling parts: [some PooledPart]) {
        var after = parts
        for unit in parts.indices.dropLast().reversed() { after[unit].pool(after[unit + 1]) }
        guard let value = after[0].metric else { return nil }
        var before = parts[0]
        var valuesWithout: [Double?] = []
        valuesWithout.reserveCapacity(parts.count)
        for unit in parts.indices {
            guard unit > 0 else {
                valuesWithout.append(parts.count > 1 ? after[1].metric : nil)
                continue
            }
            var others = before
            if unit + 1 < parts.count { others.pool(after[unit + 1]) }
            valuesWithout.append(others.metric)
            before.pool(parts[unit])
        }
        self.init(value: value, valuesWithout: valuesWithout)
    }
}
