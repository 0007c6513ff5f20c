import GoldenSets

/// The worker that is to be checked, and what it is checked with.
public struct ConformanceSubject: Sendable {
    /// A model of the worker's, and samples that fit it.
    public struct Material: Sendable {
        public var modelPath: String
        public var goldenSet: GoldenSet

        public init(modelPath: String, goldenSet: GoldenSet) {
            self.modelPath = modelPath
            self.goldenSet = goldenSet
        }
    }

    /// The program first; without a slash in its name it is looked for in PATH.
    public var command: [String]
    public var environment: [String: String]
    /// Nil leaves out everything that needs a model.
    public var material: Material?
    /// Nil takes the worker's first.
    public var runtime: RuntimeAddress?
    public var threads: Int
    /// The suite's `options`.
    public var configuration: [String: String]
    /// For one answer.
    public var timeoutSeconds: Double

    public init(
        command: [String], environment: [String: String], material: Material? = nil, runtime: RuntimeAddress? = nil,
        threads: Int = 1, configuration: [String: String] = [:], timeoutSeconds: Double = 30
    ) {
        self.command = command
        self.environment = environment
        self.material = material
        self.runtime = runtime
        self.threads = threads
        self.configuration = configuration
        self.timeoutSeconds = timeoutSeconds
    }
}
