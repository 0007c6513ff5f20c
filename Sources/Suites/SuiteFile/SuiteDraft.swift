import Records
import Support

/// A suite that does not exist yet: its text, with a comment on everything that its author may want to change.
public struct SuiteDraft: Sendable {
    public struct Variant: Sendable {
        public var name: String
        /// From the suite's folder.
        public var file: String
        /// The label of one of the draft's runtimes.
        public var runtime: String
        /// `transpose` of inputs and outputs whose axes are in another order than the golden set's, by its names.
        public var inputAxes: [String: [Int]]
        public var outputAxes: [String: [Int]]

        public init(
            name: String, file: String, runtime: String, inputAxes: [String: [Int]] = [:],
            outputAxes: [String: [Int]] = [:]
        ) {
            self.name = name
            self.file = file
            self.runtime = runtime
            self.inputAxes = inputAxes
            self.outputAxes = outputAxes
        }

        /// `inputs: { image: { transpose: [0, 2, 3, 1] } }`, for each kind that there is.
        fileprivate var axesEntries: [String] {
            [("inputs", inputAxes), ("outputs", outputAxes)].filter { !$1.isEmpty }.map { key, axes in
                let tensors = axes.sorted { $0.key < $1.key }.map {
                    "\(YAMLText.quoted($0)): { transpose: \($1) }"
                }
                return "\(key): { \(tensors.joined(separator: ", ")) }"
            }
        }
    }

    public struct Runtime: Sendable, Equatable {
        public var label: String
        public var name: String
        public var version: String

        public init(label: String, name: String, version: String) {
            self.label = label
            self.name = name
            self.version = version
        }
    }

    public var name: String
    /// From the suite's folder.
    public var goldenSetFolder: String
    /// Comment lines above the golden set, such as how to make it.
    public var goldenSetNotes: [String] = []
    public var runtimes: [Runtime]
    public var model: String
    /// What the model takes and gives, in words.
    public var modelNotes: [String] = []
    public var variants: [Variant]
    public var reference: String
    /// Why it is the reference.
    public var referenceNote: String
    /// The golden set's task, as its manifest names it.
    public var task: String
    public var device: DeviceClass?

    public init(
        name: String, goldenSetFolder: String, runtimes: [Runtime], model: String, variants: [Variant],
        reference: String, referenceNote: String, task: String
    ) {
        self.name = name
        self.goldenSetFolder = goldenSetFolder
        self.runtimes = runtimes
        self.model = model
        self.variants = variants
        self.reference = reference
        self.referenceNote = referenceNote
        self.task = task
    }

    /// A suite file that `SuiteReader` reads without a finding.
    public var text: String {
        var lines = [
            "# A suite: what is measured, and what must hold. Paths start from this file's folder.",
            "pawl: 1",
            "suite: \(YAMLText.scalar(name))",
            "",
            "# Real samples with ground truth: every variant is timed on them and judged by them.",
        ]
        lines += goldenSetNotes.map { "# \($0)" }
        lines += ["golden_sets:", "  samples: \(YAMLText.quoted(goldenSetFolder))", ""]
        lines += [
            "# What runs the models; all of it is recorded with the results. Devices mostly have one thread to spare.",
            "runtimes:",
        ]
        lines += runtimes.map {
            "  \(YAMLText.scalar($0.label)): { name: \(YAMLText.scalar($0.name)), version: \(YAMLText.quoted($0.version)), "
                + "threads: 1 }"
        }
        lines.append("")
        lines += modelLines
        lines += ["", "gates:"] + gateLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var modelLines: [String] {
        var lines = ["models:", "  \(YAMLText.scalar(model)):"]
        lines += modelNotes.map { "    # \($0)" }
        lines += [
            "    golden_set: samples",
            "    # Gates 'against: reference' compare with this variant: \(referenceNote).",
            "    reference: \(YAMLText.scalar(reference))",
            "    variants:",
        ]
        lines += variants.map { variant in
            let entries =
                ["file: \(YAMLText.quoted(variant.file))", "runtime: \(YAMLText.scalar(variant.runtime))"]
                + variant.axesEntries
            return "      \(YAMLText.scalar(variant.name)): { \(entries.joined(separator: ", ")) }"
        }
        return lines
    }

    private var gateLines: [String] {
        var lines: [String] = []
        if variants.count > 1 {
            lines.append("  # Each variant beside the reference, measured interleaved on this machine.")
            lines += entries(of: DefaultGate.fitting(task: task), against: "reference")
        } else {
            lines.append("  # With a second variant, gates 'against: reference' can compare the two.")
        }
        lines.append(
            "  # A pull request beside the main branch: pawl gate THIS --against MAIN/THIS. Not judged without.")
        lines += entries(of: DefaultGate.leading(task: task), against: "baseline")
        if let device {
            lines.append("  # Budgets of the device class \(device.name), for every variant. \(device.title).")
            lines += device.gates.map { "  - { metric: \($0.metric.rawValue), \($0.limitEntry) }" }
        } else {
            lines += [
                "  # Budgets of what you ship to; 'pawl gate --device phone' has ready ones. Take the '#' away to judge them.",
                "  # - { metric: latency_p99, max: 100 ms }",
                "  # - { metric: peak_memory, max: 200 MB }",
            ]
        }
        return lines
    }

    private func entries(of gates: [DefaultGate], against other: String) -> [String] {
        gates.map { "  - { metric: \($0.metric.rawValue), against: \(other), \($0.limit) }  # \($0.reason)" }
    }
}
