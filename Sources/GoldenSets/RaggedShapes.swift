/// Samples of different shapes, one after another.
struct RaggedShapes {
    enum Problem: Error {
        case noSize(sample: Int, size: Int)
        case tooManyElements
    }

    let rank: Int
    /// The shapes of all samples, one after another.
    let sizes: [Int]
    /// First element of each sample, and the number of elements behind the last.
    let offsets: [Int]

    /// - Parameters:
    ///   - samples: nil when `sizes` tell; they do not where samples are scalars.
    ///   - limit: elements that there are.
    init(sizes: [Int], rank: Int, samples: Int? = nil, limit: Int) throws(Problem) {
        let samples = samples ?? (rank == 0 ? 1 : sizes.count / rank)
        var offsets = [0]
        offsets.reserveCapacity(samples + 1)
        for sample in 0..<samples {
            var count = 1
            for size in sizes[sample * rank..<(sample + 1) * rank] {
                let (product, overflows) = count.multipliedReportingOverflow(by: size)
                guard size > 0, !overflows else { throw .noSize(sample: sample, size: size) }
                count = product
            }
            let (end, overflows) = offsets[sample].addingReportingOverflow(count)
            guard !overflows, end <= limit else { throw .tooManyElements }
            offsets.append(end)
        }
        self.rank = rank
        self.sizes = sizes
        self.offsets = offsets
    }

    func shape(ofSample index: Int) -> [Int] { Array(sizes[index * rank..<(index + 1) * rank]) }
}
