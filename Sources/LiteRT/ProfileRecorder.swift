import CLiteRT
import InferenceCore

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
