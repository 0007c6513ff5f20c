import CSystem
import Diagnostics
import Foundation
import GoldenSets
import InferenceCore

/// A model in a worker: the session, its golden set, and the samples that rotate through latency blocks.
final class LoadedModel {
    /// Rotating samples beyond this many bytes would crowd the caches' and the memory's account.
    static let rotationByteLimit = 32 << 20

    let feed: SampleFeed
    let session: any InferenceSession
    private let loop: LatencyLoop
    private let isProfiled: Bool
    /// All inferences since the session was opened: a profile is of them all.
    private var inferencesRun: Int
    let loadReply: LoadCall.Reply
    /// What the last evaluated sample left to the one behind it.
    var carriedOver: (sample: Int, state: [String: Tensor])?

    /// Maps and touches the samples, notes the memory floor, then opens library and model, and runs once.
    init(_ call: LoadCall, libraryPath: String, openRuntime: RuntimeOpener) throws {
        feed = try SampleFeed.open(call.samples)
        isProfiled = call.options.profilesOperators
        let wanted = min(max(call.rotationLimit, 0), feed.sampleCount)
        let pinned = call.pinToCore.flatMap { pawl_pin_to_core(Int32(clamping: $0)) == 0 ? $0 : nil }

        WorkerMemory.resetPeak()
        let floor = WorkerMemory.residentBytes()
        let start = pawl_monotonic_raw_nanoseconds()
        let runtime = try openRuntime(libraryPath, call.runtime.version)
        guard call.runtime.fits(runtime.identity.version) else {
            throw WorkerError.otherVersion(found: runtime.identity.version, wanted: call.runtime.version)
        }
        let opened = try runtime.openSession(modelAt: call.modelPath, options: call.options)
        session = try call.mapping.map { try MappedSession(opened, mapping: $0) } ?? opened
        let loaded = pawl_monotonic_raw_nanoseconds()

        let (rotation, firstInference) = try Self.bindRotation(session: session, feed: feed, limit: wanted)
        loop = LatencyLoop(rotation: rotation)
        inferencesRun = feed.carriesState ? rotation.count : min(rotation.count, 1)
        // A library of ONNX Runtime goes by several names: those of the packages that it comes in.
        var identity = runtime.identity
        identity.name = call.runtime.name
        // Nor does it know of the `.dev20261010` or `.post1` that its package has behind its own version.
        if !call.runtime.version.isEmpty { identity.version = call.runtime.version }
        loadReply = LoadCall.Reply(
            runtime: identity, inputs: session.inputs, outputs: session.outputs,
            textOutputs: session.textOutputs.isEmpty ? nil : session.textOutputs,
            unreadableOutputs: session.unreadableOutputs, metadata: session.metadata,
            loadNanoseconds: loaded - start, firstInferenceNanoseconds: firstInference, floorMemoryBytes: floor,
            pinnedCore: pinned, rotationCount: loop.rotation.count)
    }

    /// Binds samples one after the other; where they carry state, each takes over what the one before it left.
    private static func bindRotation(
        session: any InferenceSession, feed: SampleFeed, limit: Int
    ) throws -> (rotation: [any BoundInference], firstInferenceNanoseconds: UInt64) {
        var rotation: [any BoundInference] = []
        var bytes = 0
        var first: UInt64 = 0
        var state: [String: Tensor] = [:]
        for index in 0..<limit {
            if feed.beginsSequence(index) { state = [:] }
            let inputs = try feed.inputs(ofSample: index, for: session.inputs, carried: state)
            bytes += inputs.values.reduce(0) { $0 + $1.bytes.count }
            if !rotation.isEmpty, bytes > rotationByteLimit { break }
            let bound = try session.bind(inputs: inputs)
            if rotation.isEmpty || feed.carriesState {
                let before = pawl_monotonic_raw_nanoseconds()
                try bound.run()
                if rotation.isEmpty { first = pawl_monotonic_raw_nanoseconds() - before }
            }
            if feed.carriesState { state = try feed.state(from: bound.outputs()) }
            rotation.append(bound.timed)
        }
        return (rotation, first)
    }

    func warmUp(_ call: WarmUpCall) throws -> WarmUpCall.Reply {
        guard !loop.rotation.isEmpty else { throw WorkerError.calledTooEarly(call: WarmUpCall.name, needs: "load") }
        var rule = WarmUpRule()
        var inferences = 0
        let start = pawl_monotonic_raw_nanoseconds()
        var previous = start
        while !rule.isSteady, previous - start < call.capNanoseconds {
            try loop.rotation[inferences % loop.rotation.count].run()
            let now = pawl_monotonic_raw_nanoseconds()
            rule.add(now - previous)
            previous = now
            inferences += 1
        }
        inferencesRun += inferences
        let mean = Double(previous - start) / Double(max(inferences, 1))
        return WarmUpCall.Reply(
            inferences: inferences, nanoseconds: previous - start, becameSteady: rule.isSteady,
            typicalNanoseconds: rule.lastMedian ?? mean, stampNanoseconds: LatencyLoop.stampCost())
    }

    func block(_ call: BlockCall) throws -> BlockCall.Reply {
        guard !loop.rotation.isEmpty else { throw WorkerError.calledTooEarly(call: BlockCall.name, needs: "load") }
        guard 1...BlockCall.mostValues ~= call.values else {
            throw WorkerError.outOfRange(argument: "values", value: call.values, allowed: "1 to 1000000")
        }
        guard 1...BlockCall.mostInferencesPerValue ~= call.inferencesPerValue else {
            throw WorkerError.outOfRange(
                argument: "inferencesPerValue", value: call.inferencesPerValue, allowed: "1 to 1000000000")
        }
        guard call.firstSample >= 0 else {
            throw WorkerError.outOfRange(argument: "firstSample", value: call.firstSample, allowed: "0 and up")
        }
        let stamps = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: call.values)
        defer { stamps.deallocate() }
        // Touching every page now keeps page faults out of the timed path.
        stamps.initialize(repeating: 0)
        let (wall, cpu) = try loop.run(
            inferencesPerValue: call.inferencesPerValue, firstSample: call.firstSample, into: stamps)
        // One comes before the first stamp.
        inferencesRun += 1 + call.values * call.inferencesPerValue
        return BlockCall.Reply(wallNanoseconds: wall, cpuNanoseconds: cpu, valuesNanoseconds: Array(stamps))
    }

    func profile(_ call: ProfileCall) throws -> ProfileCall.Reply {
        guard !loop.rotation.isEmpty else { throw WorkerError.calledTooEarly(call: ProfileCall.name, needs: "load") }
        guard 1...1000 ~= call.inferences else {
            throw WorkerError.outOfRange(argument: "inferences", value: call.inferences, allowed: "1 to 1000")
        }
        guard isProfiled else { throw WorkerError.notProfiled }
        for index in 0..<call.inferences { try loop.rotation[index % loop.rotation.count].run() }
        inferencesRun += call.inferences
        return ProfileCall.Reply(inferences: inferencesRun, operators: try session.finishProfile())
    }

    func memory() -> MemoryCall.Reply {
        MemoryCall.Reply(
            peakMemoryBytes: WorkerMemory.peakBytes(), plannedArenaBytes: session.plannedArenaBytes(),
            deviceMemoryBytes: session.deviceMemoryBytes())
    }
}
