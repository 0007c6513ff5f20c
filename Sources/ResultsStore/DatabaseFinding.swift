/// Something in a database that is not as it should be.
public struct DatabaseFinding: Sendable, Codable, Equatable {
    /// `RunRecord.id`; nil when it concerns no run, or nobody can say which.
    public var run: String?
    /// The table; nil when it concerns the file as a whole.
    public var table: String?
    public var message: String

    public init(run: String? = nil, table: String? = nil, _ message: String) {
        self.run = run
        self.table = table
        self.message = message
    }
}
