import InferenceCore

/// Ends profiling (the session was loaded with `profilesOperators`) after some inferences.
public struct ProfileCall: WorkerCall {
    public static let name = "profile"
    public var inferences: Int

    public init(inferences: Int) {
        self.inferences = inferences
    }

    public struct Reply: Codable, Sendable {
        public var inferences: Int
        public var operators: [OperatorTiming]
    }
}
