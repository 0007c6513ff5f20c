import CSystem
import Foundation
import InferenceCore

/// A runtime whose "model file" scripts its behaviour, one `key value` a line:
///
///     classes 4            scores per sample; the scores are the input's own values
///     width 1000           values of the input (default: as many as classes); every page of them is read
///     latency_us 200       busy time of an inference
///     fail load            report an error as a value, in `load` or at `inference:N` (counted from 1)
///     crash inference:3    die from SIGSEGV
///     exit load            exit with code 7 after a line on standard error
///     hang inference:3     never come back
///     exhaust load         die as after a failed allocation
///     nan inference:2      answer NaN from then on
///     wrong 10             answer the next class for every 10th sample
///     state yes            an input `h` that holds the sum of the first values so far, which the output `h_out` goes on with
///     input IMAGE          the input's name (default: x)
///     output Identity      the output's name (default: scores)
///     hidden 1             a second output, `hidden`: the input's own values, negated
///     scale 255            every score times this
///     reverse 1            the scores in reverse order
///     flat 1               the same scores for every sample
///     wander 3             answer the first 3 inferences with scores that no other process gives
final class ScriptedRuntime: InferenceRuntime {
    private static let keys: Set<Substring> = [
        "classes", "width", "latency_us", "fail", "crash", "exit", "hang", "exhaust", "nan", "wrong", "state", "wander",
        "input", "output", "hidden", "scale", "reverse", "flat",
    ]

    let identity: RuntimeIdentity

    /// - Parameter libraryPath: `.../library-VERSION`, where a line of process and version is appended to `.../opened`; empty
    ///   stands for version 1.
    init(libraryPath: String) {
        let version = libraryPath.isEmpty ? "1" : String(libraryPath.split(separator: "-").last ?? "")
        identity = RuntimeIdentity(
            name: "scripted", version: version, libraryPath: libraryPath, buildInformation: "",
            availableProviders: ["cpu"])
        guard !libraryPath.isEmpty else { return }
        let log = open(
            (libraryPath as NSString).deletingLastPathComponent + "/opened", O_WRONLY | O_APPEND | O_CREAT, 0o600)
        let line = "\(getpid()) \(version)\n"
        _ = write(log, line, line.utf8.count)
        close(log)
    }

    func openSession(modelAt path: String, options: SessionOptions) throws(InferenceError) -> any InferenceSession {
        try refuse("threads", options.threads, unless: 1...64 ~= options.threads)
        try refuse("provider", options.provider, unless: options.provider == "cpu")
        try refuse("precision", options.precision, unless: options.precision == .float32)
        try refuse("configuration", options.configuration, unless: options.configuration.isEmpty)
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .invalidModel(path: path, reason: "cannot be read")
        }
        var script: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, Self.keys.contains(words[0]) else {
                throw .invalidModel(path: path, reason: "line '\(line)' is no 'key value'")
            }
            script[String(words[0])] = String(words[1])
        }
        guard !script.isEmpty else { throw .invalidModel(path: path, reason: "it says nothing") }
        let session = ScriptedSession(script: script)
        try session.misbehave(at: "load")
        return session
    }
}

private func refuse(_ name: String, _ value: some Any, unless isFine: Bool) throws(InferenceError) {
    guard !isFine else { return }
    throw .unsupportedOption(name: name, value: "\(value)", reason: "the scripted runtime has not got that", hint: nil)
}

final class ScriptedSession: InferenceSession {
    let script: [String: String]
    let classes: Int
    let width: Int
    private var inferences = 0
    private(set) var answersNaN = false
    /// Too small to change a predicted class.
    let whim = Float.random(in: 0.000_1...0.001)

    init(script: [String: String]) {
        self.script = script
        classes = Int(script["classes"] ?? "") ?? 4
        width = Int(script["width"] ?? "") ?? classes
    }

    var hasState: Bool { script["state"] != nil }

    var inputs: [TensorSpec] {
        [
            TensorSpec(
                name: script["input"] ?? "x", elementType: .float32, shape: [.dynamic(name: "batch"), .fixed(width)])
        ] + (hasState ? [TensorSpec(name: "h", elementType: .float32, shape: [.fixed(1)])] : [])
    }
    var outputs: [TensorSpec] {
        let names = [script["output"] ?? "scores"] + (script["hidden"] == nil ? [] : ["hidden"])
        return names.map {
            TensorSpec(name: $0, elementType: .float32, shape: [.dynamic(name: "batch"), .fixed(classes)])
        } + (hasState ? [TensorSpec(name: "h_out", elementType: .float32, shape: [.fixed(1)])] : [])
    }
    var metadata: ModelMetadata { ModelMetadata(producer: "scripted") }

    func bind(inputs: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        guard let x = inputs[self.inputs[0].name], self.inputs[0].accepts(shape: x.shape) else {
            throw .inputMismatch(
                input: self.inputs[0].name, expected: self.inputs[0].description, found: "\(inputs.keys.sorted())")
        }
        return ScriptedInference(
            session: self, input: x, state: inputs["h"]?.bytes.loadUnaligned(as: Float.self) ?? 0)
    }

    func plannedArenaBytes() -> UInt64? { nil }

    func finishProfile() -> [OperatorTiming] {
        [OperatorTiming(name: "only", type: "Scripted", provider: "cpu", nanoseconds: 1000, calls: inferences)]
    }

    func beginInference() throws(InferenceError) -> Int {
        inferences += 1
        try misbehave(at: "inference:\(inferences)")
        let end = pawl_monotonic_raw_nanoseconds() + (UInt64(script["latency_us"] ?? "") ?? 0) * 1000
        while pawl_monotonic_raw_nanoseconds() < end {}
        return inferences
    }

    func misbehave(at moment: String) throws(InferenceError) {
        for (key, value) in script where value == moment {
            switch key {
            case "fail": throw .runtimeFailure(operation: moment, reason: "the script says so")
            case "crash":
                signal(SIGSEGV, SIG_DFL)
                kill(getpid(), SIGSEGV)
                while true { pause() }
            case "exit":
                say("scripted runtime: leaving at \(moment)\n")
                exit(7)
            case "hang": while true { pause() }
            case "exhaust":
                say("terminate called after throwing an instance of 'std::bad_alloc'\n")
                signal(SIGABRT, SIG_DFL)
                kill(getpid(), SIGABRT)
                while true { pause() }
            case "nan": answersNaN = true
            default: break
            }
        }
    }
}

final class ScriptedInference: BoundInference {
    private let session: ScriptedSession
    private let input: Tensor
    private let state: Float
    private var nextState: Float = 0
    private var scores: [Float] = []
    private var hidden: [Float] = []
    /// So that the reading is not optimised away.
    private(set) var pages: UInt8 = 0

    init(session: ScriptedSession, input: Tensor, state: Float) {
        self.session = session
        self.input = input
        self.state = state
    }

    func run() throws(InferenceError) {
        let ordinal = try session.beginInference()
        var read: UInt8 = 0
        for offset in stride(from: 0, to: input.bytes.count, by: 4096) { read |= input.bytes[offset] }
        pages = read
        scores = Array(input.bytes.bindMemory(to: Float.self).prefix(session.classes))
        nextState = state + scores[0]
        scores[0] += state / 1000
        if let every = Int(session.script["wrong"] ?? ""), ordinal % every == 0 {
            scores = [scores[scores.count - 1]] + scores.dropLast()
        }
        hidden = scores.map { -$0 }
        if let factor = Float(session.script["scale"] ?? "") { scores = scores.map { $0 * factor } }
        if session.script["reverse"] != nil { scores.reverse() }
        if session.script["flat"] != nil { scores = scores.indices.map { $0 == 0 ? 1 : 0 } }
        if ordinal <= Int(session.script["wander"] ?? "") ?? 0 { scores[0] += session.whim }
        if session.answersNaN { scores[0] = .nan }
    }

    func outputs() -> [String: Tensor] {
        let values = zip(session.outputs.map(\.name), [scores] + (session.script["hidden"] == nil ? [] : [hidden]))
        var outputs = Dictionary(
            uniqueKeysWithValues: values.map {
                ($0, Tensor(elementType: .float32, shape: [1, $1.count], copying: $1))
            })
        if session.hasState { outputs["h_out"] = Tensor(elementType: .float32, shape: [1], copying: [nextState]) }
        return outputs
    }
}

/// Writes to standard error.
func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
