/// What else the machine did while a launch was measured.
public struct MachineConditions: Sendable, Codable, Equatable {
    /// CPU time that others took on the cores open to this run, over wall time: 1 is one whole core. Nil when the kernel does
    /// not say.
    public var foreignCores: Double?
    /// Wall time of a fixed piece of work just before the launch; it changes with the clock rate of the processor.
    public var probeNanoseconds: UInt64?
    /// How long the run waited before the launch for the machine to calm down.
    public var pauseSeconds: Double

    public init(foreignCores: Double? = nil, probeNanoseconds: UInt64? = nil, pauseSeconds: Double = 0) {
        self.foreignCores = foreignCores
        self.probeNanoseconds = probeNanoseconds
        self.pauseSeconds = pauseSeconds
    }

    /// Whether others used so much of the cores open to the run that its times may be theirs: more than an eighth of the cores, and
    /// more than a quarter of one. False when the kernel does not say.
    public func isCrowded(onCores cores: Int) -> Bool {
        (foreignCores ?? 0) > max(0.25, Double(cores) / 8)
    }
}
