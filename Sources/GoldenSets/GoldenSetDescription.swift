import Records
import TaskMetrics

/// A summary of a golden set for people who decide whether to trust it.
public struct GoldenSetDescription: Sendable {
    private let goldenSet: GoldenSet
    private static let listedClasses = 10

    public init(_ goldenSet: GoldenSet) {
        self.goldenSet = goldenSet
    }

    /// What is to be known of it, a label and a value each; a value of several lines has rows without a label for its others.
    public var rows: [(label: String, value: String)] {
        facts.flatMap { label, value in
            value.split(separator: "\n").enumerated().map {
                (label: $0 == 0 ? label : "", value: "\($1.trimmingPrefix { $0 == " " })")
            }
        }
    }

    /// For scripts: the same, as values.
    public var summary: Summary {
        let manifest = goldenSet.manifest
        return Summary(
            id: manifest.id, version: manifest.version, title: manifest.title, task: manifest.task.kind.rawValue,
            metrics: manifest.metrics.map(\.rawValue), samples: goldenSet.sampleCount,
            sequences: goldenSet.sequences.isEmpty ? nil : goldenSet.units.count, groups: goldenSet.groups?.count,
            columns: goldenSet.columns.isEmpty
                ? nil : Dictionary(uniqueKeysWithValues: goldenSet.columns.map { ($0.name, $0.values.count) }),
            classes: goldenSet.classNames.isEmpty ? nil : goldenSet.classNames.count, topK: manifest.task.topK,
            inputs: goldenSet.feed.arrays.mapValues(\.description), state: manifest.state,
            outputs: manifest.outputs.map(\.name), source: manifest.source, licence: manifest.licence,
            labelled: manifest.labelled, limits: manifest.limits, digest: goldenSet.digest)
    }

    public struct Summary: Sendable, Codable {
        public var id: String
        public var version: String
        public var title: String
        public var task: String
        /// Every metric that the task has.
        public var metrics: [String]
        public var samples: Int
        public var sequences: Int?
        /// Groups of samples that are judged as one.
        public var groups: Int?
        /// How many different values samples have in each column beside the labels.
        public var columns: [String: Int]?
        public var classes: Int?
        public var topK: Int?
        /// Element type and shape by name.
        public var inputs: [String: String]
        /// The output that each recurrent input takes its value from.
        public var state: [String: String]
        public var outputs: [String]
        public var source: String
        public var licence: String
        public var labelled: String
        public var limits: String
        public var digest: String
    }

    private var facts: [(label: String, value: String)] {
        let manifest = goldenSet.manifest
        var rows = [
            ("id", "\(manifest.id) \(manifest.version)"),
            ("title", manifest.title),
            ("task", manifest.task.kind.rawValue),
            ("metrics", metrics),
            (
                "samples",
                "\(goldenSet.sampleCount)"
                    + (goldenSet.groups.map { " in \($0.count) groups, whose outputs are averaged and judged as one" }
                        ?? "")
                    + (goldenSet.sequences.isEmpty ? "" : " in \(goldenSet.units.count) sequences")
            ),
        ]
        if !goldenSet.classNames.isEmpty { rows.append(("classes", classes)) }
        for column in goldenSet.columns { rows.append(("column", words(column))) }
        if let remapped = manifest.task.remapped { rows.append(("labels", "\(remapped)")) }
        for (name, array) in goldenSet.feed.arrays.sorted(by: { $0.key < $1.key }) {
            rows.append(("input", "\(name): \(array.description), \(array.byteCount) bytes"))
        }
        for (input, output) in manifest.state.sorted(by: { $0.key < $1.key }) {
            rows.append(("state", "\(input): what \(output) said of the sample before"))
        }
        rows += [
            ("output", manifest.outputs.map(\.name).joined(separator: ", ")),
            ("source", manifest.source),
            ("licence", manifest.licence),
            ("labelled", manifest.labelled),
            ("limits", manifest.limits),
            ("digest", goldenSet.digest),
        ]
        return rows
    }

    private var metrics: String {
        let classes = goldenSet.classNames.count, topK = goldenSet.manifest.task.topK ?? 0
        return goldenSet.manifest.metrics.compactMap { metric in
            switch metric {
            // Among as many classes as there are, every label is.
            case .topKAccuracy where topK >= classes && classes > 0: nil
            case .topKAccuracy: "top-\(topK) accuracy"
            case .recallAtK: "recall at \(goldenSet.manifest.task.topK ?? 0)"
            default: metric.title
            }
        }.joined(separator: ", ")
    }

    /// `214, 85 of them with samples: python 34, json 20, ... and 75 more`
    private var classes: String {
        guard !goldenSet.labels.isEmpty else { return "\(goldenSet.classNames.count)" }
        let names = goldenSet.classNames
        let present = Set(goldenSet.labels).count
        return "\(names.count), \(present) of them with samples: " + Self.frequencies(goldenSet.labels, of: names)
    }

    /// `camera: 3 values: front 20, rear 12, side 2`
    private func words(_ column: SampleColumn) -> String {
        let count = column.values.count
        return "\(column.name): \(count) value\(count == 1 ? "" : "s"): "
            + Self.frequencies(column.indices, of: column.values)
    }

    /// Most frequent first; equal counts in the order of the names.
    private static func frequencies(_ indices: [Int32], of names: [String]) -> String {
        var counts = [Int](repeating: 0, count: names.count)
        for index in indices { counts[Int(index)] += 1 }
        let present = counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        let rest = present.count - listedClasses
        return present.prefix(listedClasses).map { "\(names[$0]) \(counts[$0])" }.joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "")
    }
}
