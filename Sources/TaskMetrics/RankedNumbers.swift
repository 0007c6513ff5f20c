/// Numbers in order; equal ones are a block.
package struct RankedNumbers {
    /// The block of each number, 0 that of the smallest.
    package let blocks: [Int]
    /// How many numbers of each block are not taken away.
    private var counts: [Int] = []
    private var total: Int

    package init(_ values: [Double]) {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var blocks = [Int](repeating: 0, count: values.count)
        for (place, index) in order.enumerated() {
            if place == 0 || values[index] != values[order[place - 1]] { counts.append(0) }
            blocks[index] = counts.count - 1
            counts[counts.count - 1] += 1
        }
        self.blocks = blocks
        total = values.count
    }

    /// Takes a number away (-1), or back (1).
    package mutating func add(_ times: Int, at index: Int) {
        counts[blocks[index]] += times
        total += times
    }

    /// Rank - mean rank of each block's numbers among those not taken away; exact halves.
    ///
    /// The c numbers after b smaller ones share rank b + (c + 1) / 2; the mean rank of all n is (n + 1) / 2.
    package var centredRanks: [Double] {
        var smaller = 0
        return counts.map { count in
            defer { smaller += count }
            return Double(2 * smaller + count - total) / 2
        }
    }

    /// Over the numbers not taken away.
    package func sumOfSquares(_ ranks: [Double]) -> Double {
        zip(counts, ranks).reduce(0) { $0 + Double($1.0) * $1.1 * $1.1 }
    }
}
