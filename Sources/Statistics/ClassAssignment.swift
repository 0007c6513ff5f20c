/// The one-to-one assignment of labels to predictions with the most samples.
public enum ClassAssignment {
    /// Above so many classes pairs are taken from the most frequent down instead.
    static let exactLimit = 200

    /// - Returns: the class that each label stands for.
    /// - Complexity: O(classes³) up to `exactLimit` classes, O(pairs log pairs) above.
    /// - Source: Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2 (1955), with
    ///   potentials and shortest augmenting paths.
    public static func best(_ counts: ConfusionCounts) -> [Int] {
        counts.classCount <= exactLimit ? exact(counts) : greedy(counts)
    }

    private static func exact(_ counts: ConfusionCounts) -> [Int] {
        let size = counts.classCount
        // Rows and columns from 1; of equal assignments the one that moves less: a class for itself costs a hair less.
        var cost = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size + 1)
        for (pair, count) in counts.counts { cost[pair.label + 1][pair.prediction + 1] = -Double(count) }
        for index in 1...size { cost[index][index] -= 1 / Double(4 * size) }
        var rowPotential = [Double](repeating: 0, count: size + 1), columnPotential = rowPotential
        var rowOfColumn = [Int](repeating: 0, count: size + 1), way = rowOfColumn
        for row in 1...size {
            rowOfColumn[0] = row
            var column = 0
            var least = [Double](repeating: .infinity, count: size + 1)
            var isUsed = [Bool](repeating: false, count: size + 1)
            repeat {
                isUsed[column] = true
                let current = rowOfColumn[column]
                var delta = Double.infinity, next = 0
                for candidate in 1...size where !isUsed[candidate] {
                    let reduced = cost[current][candidate] - rowPotential[current] - columnPotential[candidate]
                    if reduced < least[candidate] {
                        least[candidate] = reduced
                        way[candidate] = column
                    }
                    if least[candidate] < delta {
                        delta = least[candidate]
                        next = candidate
                    }
                }
                for index in 0...size {
                    if isUsed[index] {
                        rowPotential[rowOfColumn[index]] += delta
                        columnPotential[index] -= delta
                    } else {
                        least[index] -= delta
                    }
                }
                column = next
            } while rowOfColumn[column] != 0
            repeat {
                let previous = way[column]
                rowOfColumn[column] = rowOfColumn[previous]
                column = previous
            } while column != 0
        }
        var assignment = [Int](repeating: 0, count: size)
        for column in 1...size { assignment[rowOfColumn[column] - 1] = column - 1 }
        return assignment
    }

    private static func greedy(_ counts: ConfusionCounts) -> [Int] {
        let pairs = counts.counts.sorted {
            (-$0.value, $0.key.label, $0.key.prediction) < (-$1.value, $1.key.label, $1.key.prediction)
        }
        var assignment = [Int?](repeating: nil, count: counts.classCount)
        var isTaken = [Bool](repeating: false, count: counts.classCount)
        for (pair, _) in pairs where assignment[pair.label] == nil && !isTaken[pair.prediction] {
            assignment[pair.label] = pair.prediction
            isTaken[pair.prediction] = true
        }
        // The others keep their own class where it is free.
        for label in assignment.indices where assignment[label] == nil && !isTaken[label] {
            assignment[label] = label
            isTaken[label] = true
        }
        var free = isTaken.indices.filter { !isTaken[$0] }[...]
        return assignment.map { $0 ?? free.removeFirst() }
    }
}
