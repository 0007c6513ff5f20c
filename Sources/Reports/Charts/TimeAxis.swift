import Foundation

/// A horizontal axis of dates (UTC), in days since its origin, with ticks at round moments.
struct TimeAxis {
    struct Tick: Equatable {
        var value: Double
        var label: String
    }

    let origin: Date
    /// In days since `origin`.
    let low: Double
    let high: Double
    let ticks: [Tick]

    /// The axis on which all dates from `first` to `last` are seen, with about `count` ticks.
    ///
    /// - Parameter isCount: times are whole numbers, a day each since 1970, and are labelled so.
    init(from first: Date, to last: Date, count: Int = 5, isCount: Bool = false) {
        origin = first
        let span = max(last.timeIntervalSince(first), 3600)
        let margin = span * 0.02
        low = -margin / Self.day
        high = (max(last.timeIntervalSince(first), 0) + margin) / Self.day
        let start = first.addingTimeInterval(-margin), end = first.addingTimeInterval(high * Self.day)
        if isCount {
            ticks = Self.countTicks(from: start, to: end, origin: first, count: count)
            return
        }
        let step = Self.steps.first { $0.seconds * Double(count) >= span } ?? .months(120)
        ticks = step.moments(from: start, to: end).enumerated().map { index, date in
            Tick(value: date.timeIntervalSince(first) / Self.day, label: step.label(of: date, isFirst: index == 0))
        }
    }

    /// At multiples of 1, 2 or 5 times a power of ten.
    private static func countTicks(from start: Date, to end: Date, origin: Date, count: Int) -> [Tick] {
        let low = start.timeIntervalSince1970 / day, high = end.timeIntervalSince1970 / day
        let least = max((high - low) / Double(count), 1)
        let power = pow(10, log10(least).rounded(.down))
        let step = ([1, 2, 5].first { $0 * power >= least } ?? 10) * power
        let first = (low / step).rounded(.up), last = (high / step).rounded(.down)
        guard first <= last, last - first < 100 else { return [] }
        return (0...Int(last - first)).map { index in
            let value = (first + Double(index)) * step
            return Tick(
                value: value - origin.timeIntervalSince1970 / day,
                label: value.formatted(
                    .number.grouping(.never).precision(.fractionLength(0)).locale(Locale(identifier: "C"))))
        }
    }

    func value(of date: Date) -> Double { date.timeIntervalSince(origin) / Self.day }

    /// Share of the axis, from 0 at its start to 1 at its end.
    func position(of value: Double) -> Double { (value - low) / (high - low) }

    /// `2026-01-31`.
    static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day())
    }

    private static let day = 86_400.0

    // MARK: - Steps

    private enum Step {
        case minutes(Int)
        case days(Int)
        case months(Int)

        var seconds: Double {
            switch self {
            case .minutes(let count): Double(count) * 60
            case .days(let count): Double(count) * day
            case .months(let count): Double(count) * 30.4 * day
            }
        }

        func moments(from start: Date, to end: Date) -> [Date] {
            guard case .months(let count) = self else {
                // Weeks begin on Mondays; 1970 began on a Thursday.
                let shift = seconds.truncatingRemainder(dividingBy: 7 * day) == 0 ? 4 * day : 0
                let first = ((start.timeIntervalSince1970 - shift) / seconds).rounded(.up)
                let last = ((end.timeIntervalSince1970 - shift) / seconds).rounded(.down)
                guard first <= last, last - first < 100 else { return [] }
                return (0...Int(last - first)).map {
                    Date(timeIntervalSince1970: (first + Double($0)) * seconds + shift)
                }
            }
            let parts = calendar.dateComponents([.year, .month], from: start)
            let firstMonth = (parts.year ?? 0) * 12 + (parts.month ?? 1) - 1
            return (0..<100).lazy.map { firstMonth / count * count + $0 * count }
                .compactMap { calendar.date(from: DateComponents(year: $0 / 12, month: $0 % 12 + 1, day: 1)) }
                .filter { $0 >= start }.prefix { $0 <= end }.map(\.self)
        }

        /// The year stands at the first tick and where it begins.
        func label(of date: Date, isFirst: Bool) -> String {
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
            let month = monthNames[min(max((parts.month ?? 1) - 1, 0), 11)], year = "\(parts.year ?? 0)"
            switch self {
            case .minutes:
                let time = String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
                return isFirst ? "\(parts.day ?? 0) \(month) \(time)" : time
            case .days: return "\(parts.day ?? 0) \(month)" + (isFirst ? " \(year)" : "")
            case .months(let count):
                if count >= 12 { return year }
                return parts.month == 1 ? year : isFirst ? "\(month) \(year)" : month
            }
        }
    }

    private static let steps: [Step] =
        [1, 5, 15, 30, 60, 180, 360, 720].map(Step.minutes) + [1, 2, 7, 14].map(Step.days)
        + [1, 2, 3, 6, 12, 24, 60].map(Step.months)

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
