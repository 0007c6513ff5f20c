import Diagnostics

/// Collects everything that is wrong with what a golden set is to be made of, and what is to be said of it all the same.
///
/// Faults of a kind become one finding with their number and the first three: a folder of a million wrong files must not
/// become a million messages, and no kind of fault may hide another.
struct CreationFindings {
    private struct Group {
        var first: [Diagnostic] = []
        var count = 0
    }

    private var groups: [CreationFault: Group] = [:]
    /// In the order in which they were met.
    private var kinds: [CreationFault] = []
    /// How many errors there are; warnings do not count.
    private(set) var errorCount = 0

    static let examplesOfAKind = 3

    /// Whether nothing stands against making the set.
    var isEmpty: Bool { errorCount == 0 }

    /// Reports an error.
    mutating func report(
        _ fault: CreationFault, _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
        cause: String? = nil
    ) {
        report(fault, .error, message, at: location, hint: hint, cause: cause)
    }

    mutating func report(
        _ fault: CreationFault, _ severity: Diagnostic.Severity, _ message: String,
        at location: SourceLocation? = nil, hint: String? = nil, cause: String? = nil
    ) {
        add(
            Diagnostic(severity, code: "create.\(fault.code)", message, at: location, hint: hint, cause: cause),
            of: fault)
    }

    /// Adds what another module found.
    mutating func add(_ diagnostics: [Diagnostic], of fault: CreationFault? = nil) {
        for diagnostic in diagnostics { add(diagnostic, of: fault ?? .unreadableSample(code: diagnostic.code)) }
    }

    private mutating func add(_ diagnostic: Diagnostic, of fault: CreationFault) {
        if diagnostic.severity == .error { errorCount += 1 }
        if groups[fault] == nil { kinds.append(fault) }
        groups[fault, default: Group()].count += 1
        if groups[fault, default: Group()].first.count < Self.examplesOfAKind {
            groups[fault, default: Group()].first.append(diagnostic)
        }
    }

    /// One for each kind.
    var listed: [Diagnostic] { kinds.map(diagnostic) }

    /// What a set that can be made should be known for.
    var notes: [Diagnostic] { listed.filter { $0.severity != .error } }

    private func diagnostic(_ kind: CreationFault) -> Diagnostic {
        guard let group = groups[kind], group.count > 1 else { return groups[kind]!.first[0] }
        var diagnostic = group.first[0]
        diagnostic.message = kind.summary(group.count)
        diagnostic.location = nil
        diagnostic.cause = nil
        diagnostic.examples = group.first.map { ($0.location.map { "\($0): " } ?? "") + $0.message }
        if group.count > group.first.count {
            diagnostic.examples?.append("and \(group.count - group.first.count) more")
        }
        return diagnostic
    }

    /// - Throws: `GoldenSetCreationError.invalid` when there is an error; warnings come after the errors.
    func throwIfAny() throws(GoldenSetCreationError) {
        guard !isEmpty else { return }
        throw .invalid(listed.filter { $0.severity == .error } + notes)
    }
}
