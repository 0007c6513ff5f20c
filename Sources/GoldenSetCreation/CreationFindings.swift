import Diagnostics

/// Collects everything that is wrong with what a golden set is to be made of; beyond a bound it only counts.
struct CreationFindings: Equatable {
    private(set) var listed: [Diagnostic] = []
    private var unlisted = 0

    /// More than anyone reads; a folder of a million wrong files must not become a million messages.
    static let listedAtMost = 100

    var isEmpty: Bool { listed.isEmpty }

    mutating func report(
        _ code: String, _ message: String, at location: SourceLocation? = nil, hint: String? = nil, cause: String? = nil
    ) {
        add(Diagnostic(code: "create.\(code)", message, at: location, hint: hint, cause: cause))
    }

    mutating func add(_ diagnostic: Diagnostic) {
        guard listed.count < Self.listedAtMost else {
            unlisted += 1
            return
        }
        listed.append(diagnostic)
    }

    /// - Throws: `GoldenSetCreationError.invalid` when there is anything.
    func throwIfAny() throws(GoldenSetCreationError) {
        guard !listed.isEmpty else { return }
        var all = listed
        if unlisted > 0 { all.append(Diagnostic(code: "create.more", "\(unlisted) more findings are not listed")) }
        throw .invalid(all)
    }
}
