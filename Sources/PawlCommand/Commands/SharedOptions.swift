/// Options that several commands have, so that they are named and worded once.
extension CommandSpecification.Option {
    static let database = Self(
        name: "--db", value: "FILE", abstract: "the results database (default: Results/pawl.db)")
    static let artifacts = Self(
        name: "--artifacts", value: "DIR",
        abstract: "the folder with the files that baselines keep (default: .pawl/artifacts)", completion: .folders)
    static let only = Self(
        name: "--only", value: "GLOB",
        abstract: "limit to variants whose model/variant, model or variant matches", completion: .recorded(.variants))
    static let output = Self(
        name: "--out", value: "DIR", abstract: "write report.html, junit.xml, summary.md, results.json and charts",
        completion: .folders)
    static let format = Self(
        name: "--format", value: "FORMAT", abstract: "what to print on standard output", choices: ["text", "json"],
        completion: .none)
    static let seed = Self(
        name: "--seed", value: "N", abstract: "repeat the random orders of an earlier run", completion: .none)
    static let device = Self(
        name: "--device", value: "CLASS",
        abstract: "a device class: NAME for devices/NAME.yaml beside the suite, or a path",
        suggestions: ["phone", "wearable", "microcontroller"])
    static let with = Self(
        name: "--with", value: "LABEL=NAME==VERSION|LIBRARY",
        abstract: "another runtime under a label of the suite; several with commas between", completion: .none)
    static let push = Self(
        name: "--push", value: "LABEL=COMMAND",
        abstract: "how files are copied to the workers of a runtime, instead of the suite's 'push'", completion: .none)
    static let model = Self(name: "--model", value: "FILE", abstract: "the model, or any variant of it")
    static let modelRuntime = Self(
        name: "--runtime", value: "NAME[==VERSION]",
        abstract: "what opens models (default: the runtime of the file's format, the newest installed)",
        completion: .none)
    static let junitFile = Self(name: "--junit", value: "FILE", abstract: "write JUnit XML to this file")
    static let junitDialect = Self(
        name: "--junit-dialect", value: "DIALECT",
        abstract: "rich has properties per case, strict satisfies the schemas", choices: ["rich", "strict"],
        completion: .none)
    static let budget = Self(
        name: "--budget", value: "TIME",
        abstract: "time for the launches, such as 90s or 5m; default: the suite's word",
        completion: .none)
    static let onlyInstalled = Self(
        name: "--installed", value: nil, abstract: "only versions that are installed; nothing is fetched")
    static let onlyLocked = Self(
        name: "--locked", value: nil, abstract: "fetch only what Pawl tested or pawl.lock names", completion: .none)
    static let sweepBudget = Self(
        name: "--budget", value: "TIME",
        abstract: "time for the launches, such as 90s or 5m; default: until everything is decided", completion: .none)
    static let fresh = Self(
        name: "--fresh", value: nil, abstract: "evaluate every golden set again, and reuse nothing of earlier runs",
        completion: .none)
    static let noExplain = Self(
        name: "--no-explain", value: nil, abstract: "do not measure which operators a failed latency gate comes from",
        completion: .none)
    static let onInconclusive = Self(
        name: "--on-inconclusive", value: "POLICY", abstract: "what an undecided gate does; default: the suite's word",
        choices: ["fail", "skip"], completion: .none)
    static let bisectCodes = Self(
        name: "--bisect-codes", value: nil, abstract: "return 0, 1 or 125 (cannot tell), for 'git bisect run'",
        completion: .none)
    static let onBusy = Self(
        name: "--on-busy", value: "POLICY",
        abstract: "when other programs use the machine: go (default), wait for calm, or refuse",
        choices: BusyPolicy.allCases.map(\.rawValue), completion: .none)
    static let waitUntilIdle = Self(
        name: "--wait-for-calm", value: "TIME",
        abstract: "how long '--on-busy wait' waits in all (default: 10m); never more than half of --budget",
        completion: .none)
}
