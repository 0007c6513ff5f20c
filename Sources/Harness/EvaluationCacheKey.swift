import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Suites
import Support

/// One digest over everything that can change what a model answers: evaluations with the same key must give the same scores.
///
/// It holds, each with its length so that no two lists of parts read the same:
///
/// - the digest of all files of the model: another model;
/// - the runtime's name and version and the SHA-256 of its library: other kernels, also when a build is replaced under the same
///   version;
/// - which of the model's tensors were taken for which, and how values are converted on the way;
/// - provider, threads, graph optimisation, arena, memory pattern, provider options and free-form entries: each may choose other
///   kernels, or the order in which sums are taken;
/// - the SHA-256 of the golden set's manifest, which holds those of its data: other inputs, labels or classes;
/// - into how many shards the samples are split: a runtime that keeps state between inferences sees others before a sample;
/// - the processor's model and the digest of its instruction-set flags, and the architecture: runtimes choose kernels by them;
/// - the distribution and the C library's version: runtimes call its exp and tanh;
/// - variables of the environment that such libraries read;
/// - Pawl's version and `TaskEvaluation.version`: another way to feed samples or to make metrics of scores.
///
/// What is left out cannot change an answer: names in the suite, paths, the kernel, the memory, the time.
struct EvaluationCacheKey {
    /// Variables that numerical libraries, OpenMP, the C library and its loader read.
    static let variablePrefixes = [
        "BLIS_", "DNNL_", "GLIBC_TUNABLES", "GOMP_", "KMP_", "LD_", "MKL_", "MLAS_", "OMP_", "ONEDNN_", "OPENBLAS_",
        "ORT_",
    ]

    var cell: PlannedCell
    var goldenSetDigest: String
    var shards: Int
    var machine: EnvironmentRecord
    var pawlVersion: String
    /// Of the worker's environment, all of them.
    var variables: [String: String]

    /// Lower-case hexadecimal; nil when something that can change an answer is out of Pawl's sight.
    ///
    /// Such are a worker that is not Pawl's own (it may run anywhere, on anything), a model that may read files that Pawl does
    /// not see, an option that names a file, a provider other than the CPU (its driver and device are unknown here), and a
    /// processor that the system does not describe.
    var digest: String? {
        guard cell.runtime.worker == nil, cell.modelContent.isComplete, cell.options.provider.lowercased() == "cpu",
            !cell.options.recorded(for: cell.runtime.name).values.contains(where: { $0.contains("/") }),
            let processor = text("cpu", "model"), let flags = text("cpu", "flags_digest")
        else { return nil }
        var parts = [
            ("model", cell.modelFile.digest), ("runtime", cell.runtime.name), ("version", cell.runtime.version),
            ("library", cell.runtime.libraryDigest), ("provider", cell.options.provider),
            ("golden set", goldenSetDigest), ("shards", "\(shards)"), ("processor", processor), ("flags", flags),
            ("architecture", text("cpu", "architecture") ?? ""),
            ("distribution", text("kernel", "distribution") ?? ""), ("c library", text("kernel", "c_library") ?? ""),
            ("pawl", pawlVersion), ("evaluation", "\(TaskEvaluation.version)"),
        ]
        parts += cell.recordedOptions.sorted { $0.key < $1.key }.map { ("option \($0.key)", $0.value) }
        parts += cell.conversions.sorted { $0.key < $1.key }.map { ("conversion \($0.key)", $0.value) }
        parts += variables.filter { name, _ in Self.variablePrefixes.contains { name.hasPrefix($0) } }
            .sorted { $0.key < $1.key }.map { ("variable \($0.key)", $0.value) }
        return SHA256.hexadecimal(
            of: parts.map { "\($0.utf8.count):\($0)\($1.utf8.count):\($1)\n" }.joined())
    }

    private func text(_ group: String, _ key: String) -> String? {
        guard case .text(let text) = machine[group, key] else { return nil }
        return text
    }
}
