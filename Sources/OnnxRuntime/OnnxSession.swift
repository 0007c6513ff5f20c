import COnnxRuntime
import Diagnostics
import InferenceCore
import Support

/// A model that ONNX Runtime has loaded.
final class OnnxSession: InferenceSession {
    let inputs: [TensorSpec]
    let outputs: [TensorSpec]
    let textOutputs: [TextOutput]
    let unreadableOutputs: [UnreadableOutput]
    let metadata: ModelMetadata

    private let api: OrtAPI
    private let session: OwnedObject
    private let runOptions: OwnedObject
    private let provider: String
    private let recordsPlacements: Bool
    /// Says that tensors live in main memory.
    private let mainMemory: OwnedObject
    /// The memory of the provider's own device; nil where it computes in main memory.
    private let deviceMemory: OwnedObject?
    /// Where a profile is written; nil when none was asked for.
    private let profileFolder: TemporaryFolder?
    private var profileIsFinished = false

    init(
        modelAt path: String, options: SessionOptions, environment: OwnedObject, api: OrtAPI,
        availableProviders: [String], version: String
    ) throws(InferenceError) {
        let slots = api.table.pointee
        guard !GitLFSPointer.isAt(path) else { throw ModelRefusal.lfsPointer(path: path) }
        let profileFolder = options.profilesOperators ? try Self.makeProfileFolder() : nil
        let configuration = try SessionConfiguration(
            options, of: api, environment: environment, availableProviders: availableProviders,
            profilePrefix: profileFolder?.file("profile"))

        var created: OpaquePointer?
        let status = slots.CreateSession(environment.pointer, path, configuration.pointer, &created)
        if let failure = api.failure(status) {
            guard failure.code != ORT_CODE_EXECUTION_PROVIDER_FAILED else {
                throw .unsupportedOption(
                    name: "provider", value: options.provider, reason: failure.message,
                    hint: ExecutionProvider.hint(forFailure: failure.message, of: options.provider))
            }
            throw ModelRefusal.error(
                path: path, reason: failure.message, runtime: "ONNX Runtime \(version)",
                requirement: "onnxruntime==\(version)")
        }
        guard let created else { throw .invalidModel(path: path, reason: "the library made no session") }
        // A session that still records writes its profile when it is released: its folder must be there.
        let dependencies: [AnyObject] = [environment] + (profileFolder.map { [$0] } ?? [])
        let session = OwnedObject(created, release: slots.ReleaseSession, keeping: dependencies)

        self.api = api
        self.session = session
        self.profileFolder = profileFolder
        provider = options.provider
        recordsPlacements = options.recordsPlacements
        deviceMemory = ExecutionProvider.deviceMemory(options).flatMap(api.describe)
        inputs = try api.specifications(of: .input, session: session.pointer, modelPath: path).read
        let ports = try api.specifications(of: .output, session: session.pointer, modelPath: path)
        (outputs, textOutputs, unreadableOutputs) = (ports.read, ports.texts, ports.unreadable)
        metadata = try api.metadata(of: session.pointer)
        runOptions = OwnedObject(
            try api.make("creating run options") { slots.CreateRunOptions($0) }, release: slots.ReleaseRunOptions)
        mainMemory = OwnedObject(
            try api.make("describing main memory") {
                slots.CreateCpuMemoryInfo(Int32(ORT_ALLOCATOR_ARENA), Int32(ORT_MEMORY_DEFAULT), $0)
            },
            release: slots.ReleaseMemoryInfo)
    }

    func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        try inputs.requireMatch(tensors)
        return try OnnxInference(
            tensors: tensors, outputNames: outputs.map(\.name), textNames: textOutputs.map(\.name), session: session,
            runOptions: runOptions,
            mainMemory: mainMemory, api: api)
    }

    func plannedArenaBytes() -> UInt64? {
        api.mostBytesInUse(session: session.pointer, memory: mainMemory.pointer)
    }

    func deviceMemoryBytes() -> UInt64? {
        deviceMemory.flatMap { api.mostBytesInUse(session: session.pointer, memory: $0.pointer) }
    }

    func placements() throws(InferenceError) -> [NodePlacement]? {
        recordsPlacements ? try api.placements(in: session.pointer, askedFor: provider) : nil
    }

    func finishProfile() throws(InferenceError) -> [OperatorTiming] {
        guard profileFolder != nil, !profileIsFinished else {
            throw .runtimeFailure(
                operation: "ending the profile",
                reason: profileIsFinished ? "it was ended before" : "the session was opened without profiling")
        }
        profileIsFinished = true
        let path = try api.string("ending the profile") {
            api.table.pointee.SessionEndProfiling(session.pointer, api.defaultAllocator, $0)
        }
        return try OperatorProfile.read(path) { ExecutionProvider.isFallback($0, askedFor: provider) }
    }

    private static func makeProfileFolder() throws(InferenceError) -> TemporaryFolder {
        do {
            return try TemporaryFolder(prefix: "pawl-profile")
        } catch {
            throw .runtimeFailure(operation: "making a folder for the profile", reason: error.description)
        }
    }
}
