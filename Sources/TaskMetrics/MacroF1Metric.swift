import Statistics

/// Macro F1 with pseudo-values; the definition is `MacroF1`'s.
public enum MacroF1Metric {
    /// - Parameters:
    ///   - labels: right class of each sample, 0 ..< classCount.
    ///   - predictions: predicted class of each sample, 0 ..< classCount.
    /// - Precondition: as many classes as samples, each in range.
    /// - Complexity: O(n + G c), c the classes that occur.
    public static func estimate(
        labels: [Int32], predictions: [Int32], classCount: Int, units: JackknifeUnits
    ) -> MetricEstimate {
        precondition(labels.count == units.samples && predictions.count == units.samples, "one class a sample")
        // Only classes that occur are counted: a model of a million classes costs what the samples use of them.
        var classes = [Int32](repeating: -1, count: classCount)
        var present = 0
        func rank(_ index: Int32) -> Int {
            if classes[Int(index)] < 0 {
                classes[Int(index)] = Int32(present)
                present += 1
            }
            return Int(classes[Int(index)])
        }
        let pairs = zip(labels, predictions).map { (label: rank($0), prediction: rank($1)) }
        var macroF1 = MacroF1(classCount: present)
        for pair in pairs { macroF1.add(label: pair.label, prediction: pair.prediction) }
        let value = macroF1.value
        let valuesWithout = (0..<units.count).map { unit -> Double? in
            let samples = units.samples(of: unit)
            for pair in pairs[samples] { macroF1.add(label: pair.label, prediction: pair.prediction, times: -1) }
            defer { for pair in pairs[samples] { macroF1.add(label: pair.label, prediction: pair.prediction) } }
            return samples.count < units.samples ? macroF1.value : nil
        }
        return MetricEstimate(value: value, valuesWithout: valuesWithout)
    }
}
