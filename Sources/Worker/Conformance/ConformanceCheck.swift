/// One sentence of the protocol, and how a worker is compared with it.
struct ConformanceCheck: Sendable {
    /// What a check cannot do without, beside a worker that says hello.
    enum Need: Sendable, Equatable {
        case capability(WorkerCapability)
        /// That the worker has not got it.
        case lack(WorkerCapability)
        case model
        /// Paths mean the same files to both sides.
        case sharedFiles
        /// A golden set with recurrent state, or without.
        case recurrentSamples, independentSamples
    }

    /// A heading of docs/worker-protocol.md.
    let section: Section
    /// What holds when the check passes, in plain words.
    let name: String
    /// What the protocol says, word for word.
    let sentence: String
    let needs: [Need]
    /// - Throws: `ProtocolViolation` when the worker breaks the sentence, `NotApplicable` when it turns out that nothing can be said.
    let run: @Sendable (ConformanceContext) throws -> Void

    enum Section: String, CaseIterable, Sendable {
        case frames = "Frames"
        case calls = "Calls, in the order in which they come"
        case hello = "`hello`"
        case files = "`files` and `put`"
        case load = "`load`"
        case warmUp = "`warm-up`"
        case block = "`block`"
        case evaluate = "`evaluate`"
        case profile = "`profile`, `memory`, `shutdown`"
    }

    init(
        _ section: Section, _ name: String, says sentence: String, needs: [Need] = [],
        run: @escaping @Sendable (ConformanceContext) throws -> Void
    ) {
        self.section = section
        self.name = name
        self.sentence = sentence
        self.needs = needs
        self.run = run
    }

    /// In the order of the protocol.
    static let all = Section.allCases.flatMap { section in unsorted.filter { $0.section == section } }

    private static let unsorted =
        frames + conversationEnds + calls + hello + files + fileRefusals + load + loadRefusals + optionRefusals
        + sampleRefusals + warmUp + block + evaluate + evaluateToFiles + state + profile + memory + plausibility
}
