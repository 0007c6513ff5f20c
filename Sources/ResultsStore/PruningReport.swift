/// What is to be pruned, or was.
public struct PruningReport: Sendable, Codable, Equatable {
    /// Runs whose raw values age out.
    public var runs = 0
    /// Runs that are old enough and are kept whole all the same.
    public var keptRuns = 0
    public var cells = 0
    /// Of their timed values; what else goes is not counted.
    public var rawBytes = 0
    /// Whether everything was done; false after an interruption.
    public var isFinished = true
    /// Of the database's file, before and after.
    public var bytesBefore = 0
    public var bytesAfter = 0

    public init() {}
}
