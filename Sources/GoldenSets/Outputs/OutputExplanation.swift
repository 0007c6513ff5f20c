import Foundation
import InferenceCore
import Records
import TaskMetrics

/// Looks for a simple change that makes a candidate's output the reference's: what is found was tried on the recorded values, and
/// nothing is guessed.
struct OutputExplanation {
    /// Outputs at least this near need no explanation.
    static let unremarkable = 40.0
    /// What an explanation leaves must be at least this near, and as much nearer than before.
    static let convincing = 20.0

    /// Class scores beyond these many are not matched one by one.
    private static let classLimit = 1024
    /// Of axes: 120 orders at most.
    private static let rankLimit = 5

    private let rows: [(reference: [Float], candidate: [Float])]
    /// Of the first row; without axes of one element where the two have another number of them.
    private let referenceShape: [Int]
    private let candidateShape: [Int]
    private let hasEqualShapes: Bool

    /// - Precondition: values are finite, and at least one row.
    init(_ pair: PairedOutput) {
        rows = pair.excerpt(rows: 1024, elements: 1 << 18)
        let first = pair.rows[0]
        let theirs = pair.reference.shape(ofRow: first.reference), ours = pair.candidate.shape(ofRow: first.candidate)
        let isOfOneRank = theirs.count == ours.count
        referenceShape = isOfOneRank ? theirs : PairedOutput.essential(theirs)
        candidateShape = isOfOneRank ? ours : PairedOutput.essential(ours)
        hasEqualShapes = PairedOutput.essential(theirs) == PairedOutput.essential(ours)
    }

    /// - Parameter shape: of the candidate's first tensor, as it came.
    func find(shape: [Int]) -> TensorExplanation? {
        if let broken { return broken }
        guard hasEqualShapes else { return reordered(atLeast: Self.convincing) ?? .otherShape(shape: shape) }
        guard rows.allSatisfy({ $0.reference.count == $0.candidate.count }) else { return .otherShape(shape: shape) }
        let before = fidelity { $0 }
        guard before < Self.unremarkable else { return nil }
        let floor = max(before, 0) + Self.convincing
        return linear(atLeast: floor) ?? activation(atLeast: floor) ?? lastAxis(atLeast: floor)
            ?? reordered(atLeast: floor)
    }

    /// 10 log₁₀(Σ reference² / Σ (reference - changed candidate)²), within the bounds of `TensorFidelity`.
    private func fidelity(_ change: ([Float]) -> [Float]) -> Double {
        fidelity(rows.map { ($0.reference, change($0.candidate)) })
    }

    private func fidelity(_ rows: [(signal: [Float], changed: [Float])]) -> Double {
        var signal = 0.0, noise = 0.0
        for row in rows {
            for (right, found) in zip(row.signal, row.changed) {
                signal += Double(right) * Double(right)
                noise += (Double(right) - Double(found)) * (Double(right) - Double(found))
            }
        }
        guard noise > 0 else { return TensorFidelity.maximumDecibels }
        let decibels = 10 * log10(signal / noise)
        return min(max(decibels, -TensorFidelity.maximumDecibels), TensorFidelity.maximumDecibels)
    }

    // MARK: - Outputs that say nothing

    private var broken: TensorExplanation? {
        let varies = rows.dropFirst().contains { $0.reference != rows[0].reference }
        if rows.allSatisfy({ $0.candidate.allSatisfy { $0 == 0 } }) {
            return rows.contains { $0.reference.contains { $0 != 0 } } ? .zeros : nil
        }
        guard rows.count > 1, varies, rows.dropFirst().allSatisfy({ $0.candidate == rows[0].candidate }) else {
            return nil
        }
        return .constant
    }

    // MARK: - Scale and offset

    /// The least squares line through (reference, candidate), over all elements.
    private func linear(atLeast floor: Double) -> TensorExplanation? {
        var count = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0
        for row in rows {
            for (right, found) in zip(row.reference, row.candidate) {
                let (right, found) = (Double(right), Double(found))
                count += 1
                x += right
                y += found
                xx += right * right
                xy += right * found
            }
        }
        let spread = count * xx - x * x
        // Through the origin where all of the reference is one number.
        guard spread > 0, xx > 0 else { return nil }
        let line = (factor: (count * xy - x * y) / spread, offset: (y * xx - x * xy) / spread)
        for (factor, offset) in [(xy / xx, 0), line] where factor != 0 && factor.isFinite && offset.isFinite {
            let left = fidelity { $0.map { Float((Double($0) - offset) / factor) } }
            if left >= floor { return .linear(factor: factor, offset: offset, sqnr: left) }
        }
        return nil
    }

    // MARK: - A missing or repeated last step

    private func activation(atLeast floor: Double) -> TensorExplanation? {
        let width = referenceShape.last ?? 1
        let softmax = { Self.softmax($0, width: width) }
        let sigmoid = { (values: [Float]) in values.map { 1 / (1 + exp(-$0)) } }
        let turned = rows.map { (signal: $0.candidate, changed: $0.reference) }
        if width > 1 {
            let without = fidelity(softmax)
            if without >= floor { return .withoutSoftmax(sqnr: without) }
            let with = fidelity(turned.map { ($0.signal, softmax($0.changed)) })
            if with >= floor { return .withSoftmax(sqnr: with) }
        }
        let without = fidelity(sigmoid)
        if without >= floor { return .withoutSigmoid(sqnr: without) }
        let with = fidelity(turned.map { ($0.signal, sigmoid($0.changed)) })
        return with >= floor ? .withSigmoid(sqnr: with) : nil
    }

    private static func softmax(_ values: [Float], width: Int) -> [Float] {
        var result = values
        for start in stride(from: 0, to: values.count - width + 1, by: width) {
            let highest = values[start..<start + width].max() ?? 0
            var sum: Float = 0
            for index in start..<start + width {
                result[index] = exp(values[index] - highest)
                sum += result[index]
            }
            for index in start..<start + width { result[index] /= sum }
        }
        return result
    }

    // MARK: - Another order

    /// Pairs the entries of the last axis that are nearest, the strongest first.
    private func lastAxis(atLeast floor: Double) -> TensorExplanation? {
        guard let width = referenceShape.last, width > 1, width <= Self.classLimit else { return nil }
        // Enough to tell the entries apart; all rows then say whether it was right.
        let vectors = rows.reduce(0) { $0 + $1.reference.count / width }
        let step = max(1, width * width * vectors / 20_000_000)
        var theirs = [[Double]](repeating: [], count: width), ours = theirs
        var vector = 0
        for row in rows {
            for start in stride(from: 0, to: row.reference.count, by: width) {
                defer { vector += 1 }
                guard vector % step == 0 else { continue }
                for index in 0..<width {
                    theirs[index].append(Double(row.reference[start + index]))
                    ours[index].append(Double(row.candidate[start + index]))
                }
            }
        }
        let strength = ours.map { $0.reduce(0) { $0 + $1 * $1 } }
        var order = [Int](repeating: 0, count: width)
        var free = Set(0..<width)
        for index in (0..<width).sorted(by: { (strength[$1], $0) < (strength[$0], $1) }) {
            func distance(_ other: Int) -> Double {
                zip(ours[index], theirs[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            }
            // Of equally near entries its own, then the first.
            let nearest = free.map { (distance($0), $0 == index ? -1 : $0, $0) }
                .min { ($0.0, $0.1) < ($1.0, $1.1) }
            guard let nearest else { return nil }
            order[index] = nearest.2
            free.remove(nearest.2)
        }
        guard order != Array(0..<width) else { return nil }
        let left = fidelity { values in
            var result = values
            for start in stride(from: 0, to: values.count, by: width) {
                for index in 0..<width { result[start + order[index]] = values[start + index] }
            }
            return result
        }
        return left >= floor ? .lastAxis(order: order, sqnr: left) : nil
    }

    /// The order of axes that brings the candidate nearest.
    private func reordered(atLeast floor: Double) -> TensorExplanation? {
        let rank = candidateShape.count
        guard (2...Self.rankLimit).contains(rank), candidateShape.sorted() == referenceShape.sorted() else {
            return nil
        }
        let size = candidateShape.reduce(1, *)
        guard rows.allSatisfy({ $0.candidate.count == size && $0.reference.count == size }) else { return nil }
        let strides = AxisTraversal.strides(of: candidateShape)
        var best: (axes: [Int], left: Double)?
        for axes in Self.orders(of: rank) where axes.map({ candidateShape[$0] }) == referenceShape {
            guard axes != Array(0..<rank) else { continue }
            let walk = AxisTraversal(sizes: referenceShape, strides: axes.map { strides[$0] })
            let left = fidelity { values in
                var result: [Float] = []
                result.reserveCapacity(values.count)
                walk.forEach { result.append(values[$0]) }
                return result
            }
            if left >= floor, left > best?.left ?? -.infinity {
                best = (axes, left)
            }
        }
        return best.map { .axes(order: $0.axes, sqnr: $0.left) }
    }

    private static func orders(of rank: Int) -> [[Int]] {
        guard rank > 0 else { return [[]] }
        return orders(of: rank - 1).flatMap { order in
            (0...order.count).map { position in
                var longer = order
                longer.insert(rank - 1, at: position)
                return longer
            }
        }
    }
}
