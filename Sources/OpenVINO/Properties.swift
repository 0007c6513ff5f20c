import COpenVINO
import InferenceCore

/// The library's properties for one session, from our options.
struct Properties {
    /// What follows from the options: always set, so that no default of the library decides.
    let fixed: [(key: String, value: String)]
    /// What the user wrote under `properties`, by key.
    let free: [(key: String, value: String)]

    var all: [(key: String, value: String)] { fixed + free }

    static let threads = "INFERENCE_NUM_THREADS"
    static let precision = "INFERENCE_PRECISION_HINT"

    /// - Throws: `InferenceError.unsupportedOption`.
    init(_ options: SessionOptions) throws(InferenceError) {
        guard (1...4096).contains(options.threads) else {
            throw .unsupportedOption(
                name: "threads", value: "\(options.threads)", reason: "expected 1 to 4096", hint: nil)
        }
        fixed = [
            (Self.threads, "\(options.threads)"),
            // One inference at a time, as fast as it can be.
            ("NUM_STREAMS", "1"),
            ("PERFORMANCE_HINT", "LATENCY"),
            // Left alone, the library computes in bfloat16 where the processor can, and answers differ.
            (Self.precision, options.precision.rawValue),
            ("PERF_COUNT", options.profilesOperators ? "YES" : "NO"),
        ]
        free = options.configuration.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        for (key, value) in free { try Self.check(key, value, against: fixed.map(\.key)) }
        guard all.count <= Int(OPENVINO_PROPERTY_LIMIT) else {
            throw .unsupportedOption(
                name: "properties", value: "\(free.count) entries", reason: "too many",
                hint: "at most \(Int(OPENVINO_PROPERTY_LIMIT) - fixed.count) are passed on")
        }
    }

    private static func check(_ key: String, _ value: String, against fixed: [String]) throws(InferenceError) {
        guard !fixed.contains(key) else {
            throw .unsupportedOption(
                name: key, value: value, reason: "Pawl sets it itself",
                hint: "threads and precision have keys of their own; the other hints are part of the method")
        }
        // Some keys take addresses instead of texts; a text there would be followed as one.
        guard !key.isEmpty, key.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }),
            !addressKeys.contains(key)
        else {
            throw .unsupportedOption(
                name: key, value: value, reason: "no property of this name takes a text",
                hint: "OpenVINO's properties are written as in CPU_DENORMALS_OPTIMIZATION")
        }
        // A NUL byte would cut the text short without a word.
        guard !value.utf8.contains(0) else {
            throw .unsupportedOption(name: key, value: value, reason: "it contains a NUL byte", hint: nil)
        }
    }

    /// Functions and handles of graphics interfaces.
    private static let addressKeys: Set<String> = [
        "CACHE_ENCRYPTION_CALLBACKS", "OCL_CONTEXT", "OCL_QUEUE", "VA_DEVICE", "MEM_HANDLE", "DEV_OBJECT_HANDLE",
    ]
}
