import Foundation
import Records

/// What every subject words alike.
package enum Wording {
    /// `1 gate`, `3 gates`, `2 series`.
    package static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `1.5 %`
    package static func percent(_ share: Double, digits: Int = 1) -> String {
        String(format: "%.*f %%", digits, share * 100)
    }

    /// A change with its sign: `+370 %` of what changes by ratios, `-0.10 points` of shares.
    ///
    /// - Returns: nil for a ratio to nothing.
    package static func change(from baseline: Double, to candidate: Double, _ metric: Metric) -> String? {
        switch metric.dimension {
        case .time, .bytes, .rate: baseline > 0 ? Quantity.relativeChange(candidate / baseline - 1) : nil
        case .proportion: Quantity.points(candidate - baseline)
        case .coefficient: Quantity.difference(candidate - baseline)
        default: (candidate < baseline ? "-" : "+") + Quantity.text(abs(candidate - baseline), metric.dimension)
        }
    }

    /// A size of change without its sign.
    package static func unsigned(_ text: String) -> String {
        text.hasPrefix("+") || text.hasPrefix("-") ? String(text.dropFirst()) : text
    }

    /// The first digits of a commit, and whether the checkout was modified.
    package static func digits(of commit: String, isModified: Bool?) -> Prose {
        "\(name: String(commit.prefix(10)))\(isModified == true ? " (modified)" : "")"
    }

    /// `2026-01-31`, in UTC.
    package static func day(_ date: Date) -> String { String(ReportTime.standard(date).prefix(10)) }

    /// The list that a sentence can bear: the first names, then how many more.
    package static func names(_ names: [String], most: Int = 10) -> String {
        names.prefix(most).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) more" : "")
    }
}
