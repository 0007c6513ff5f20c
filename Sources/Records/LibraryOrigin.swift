/// Who vouches for the bytes of a runtime's library.
public enum LibraryOrigin: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its digest is compiled into Pawl, whose tests ran with it.
    case tested
    /// Its package's digest stands in the project's `pawl.lock`.
    case locked
    /// A file that the user named; its digest is recorded, and nobody vouches for it.
    case local

    /// Behind the library's name in a sentence.
    public var predicate: String { self == .local ? "is a local build" : "is \(title)" }

    /// For people.
    public var title: String {
        switch self {
        case .tested: "tested by Pawl"
        case .locked: "locked by the project"
        case .local: "local build"
        }
    }
}
