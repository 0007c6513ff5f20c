import CLiteRT
import InferenceCore

/// Sums the events of a profile by operator.
struct OperatorProfile {
    /// Who ran an operator; the numbers are the library's kinds of events.
    enum Kind: Int32 {
        /// One of the library's own kernels.
        case builtin = 2
        /// A step of XNNPACK's own plan, whose operators need not be the model's.
        case delegate = 4
        case profiledDelegate = 8

        var provider: String { self == .builtin ? "builtin" : "xnnpack" }
    }

    private struct Operator: Hashable {
        var type: String
        var index: UInt64
        var provider: String
    }

    /// Whether operators are handed to XNNPACK: then the library's own kernels run what it does not take.
    let usesXNNPACK: Bool
    /// In the order in which operators first ended.
    private var sums: [OperatorTiming] = []
    private var places: [Operator: Int] = [:]
    /// Nanoseconds of each call.
    private var calls: [Operator: [UInt64]] = [:]

    init(usesXNNPACK: Bool) {
        self.usesXNNPACK = usesXNNPACK
    }

    /// - Parameters:
    ///   - type: such as `FULLY_CONNECTED`, or XNNPACK's `Fully Connected (NC, F32) GEMM`.
    ///   - index: of the operator among those that its provider runs.
    mutating func add(type: String, index: UInt64, kind: Kind, microseconds: UInt64) {
        // A whole delegate is an operator of the graph too; its steps are listed one by one.
        guard type != Self.delegateType else { return }
        let key = Operator(type: type, index: index, provider: kind.provider)
        let place = places[key] ?? sums.count
        if place == sums.count {
            places[key] = place
            sums.append(
                OperatorTiming(
                    name: "\(type) \(index)", type: type, provider: key.provider,
                    isFallback: usesXNNPACK && kind == .builtin, nanoseconds: 0, calls: 0))
        }
        // No operator takes a month; sums stay far from where integers end.
        sums[place].nanoseconds += min(microseconds, 2_592_000_000_000) * 1_000
        sums[place].calls += 1
        calls[key, default: []].append(microseconds * 1_000)
    }

    /// In the order in which they first ended.
    var timings: [OperatorTiming] {
        var timings = sums
        for (key, place) in places { timings[place].usualNanoseconds = OperatorTiming.usual(calls[key] ?? []) }
        return timings
    }

    private static let delegateType = "TfLiteXNNPackDelegate"
}

/// Collects the events of one inference after the other and sums them by operator.
///
/// Version 2.1.0 keeps 2,048 events and forgets the oldest: they are taken after every inference.
final class ProfileRecorder {
    private let api: LiteRTAPI
    private let profiler: OpaquePointer
    /// Owns the profiler.
    private let compiledModel: OwnedObject
    private var profile: OperatorProfile
    private var isFinished = false

    init(_ compiledModel: OwnedObject, usesXNNPACK: Bool, api: LiteRTAPI) throws(InferenceError) {
        self.api = api
        self.compiledModel = compiledModel
        profile = OperatorProfile(usesXNNPACK: usesXNNPACK)
        profiler = try api.make("beginning the profile") {
            api.profilers.get(compiledModel.pointer, $0)
        }
    }

    func begin() throws(InferenceError) {
        guard !isFinished else { return }
        try api.check("recording a profile", api.profilers.reset(profiler))
        try api.check("recording a profile", api.profilers.start(profiler))
    }

    func end() throws(InferenceError) {
        guard !isFinished else { return }
        let operation = "reading the profile"
        let functions = api.profilers
        try api.check(operation, functions.stop(profiler))
        var count: Int32 = 0
        try api.check(operation, functions.eventCount(profiler, &count))
        guard count > 0 else { return }
        var events = [LiteRtProfilerEvent](repeating: LiteRtProfilerEvent(), count: Int(count))
        try api.check(operation, functions.events(profiler, count, &events))
        for event in events {
            guard let tag = event.tag, let kind = OperatorProfile.Kind(rawValue: event.kind) else { continue }
            profile.add(
                type: String(cString: tag), index: event.index, kind: kind, microseconds: event.elapsedMicroseconds)
        }
    }

    func finish() throws(InferenceError) -> [OperatorTiming] {
        guard !isFinished else {
            throw .runtimeFailure(operation: "ending the profile", reason: "it was ended before")
        }
        isFinished = true
        return profile.timings
    }
}
