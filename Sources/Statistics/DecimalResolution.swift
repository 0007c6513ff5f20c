import Foundation

/// The step in which values are written down: 0.1 for 43.5 and 72.0, 1 for 43 and 4,400.
public enum DecimalResolution {
    private static let mostDecimals = 9

    /// - Returns: a power of ten of at most 1; 0 for values that need more than nine decimals, or exceed what a Double holds exactly.
    public static func of(_ values: [Double]) -> Double {
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        for decimals in 0...mostDecimals {
            let unit = pow(10, Double(decimals))
            guard largest * unit < 1e15 else { return 0 }
            // As near to a whole number as the rounding of so large a one allows.
            let slack = max(largest * unit * 1e-15, 1e-9)
            if values.allSatisfy({ abs($0 * unit - ($0 * unit).rounded()) <= slack }) { return 1 / unit }
        }
        return 0
    }
}
