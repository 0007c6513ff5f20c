import Support

/// Finds the operators of a model that a runtime, or one of its providers, cannot take.
///
/// The whole model is tried first: when it opens, all is taken. When it opens only while the provider may leave operators to
/// the runtime's own kernels, the runtime says which it left. When it does not open at all, every distinct operator is
/// tried alone, as a model of one node that is cut out of the file (`OnnxProbe`); what the runtime refuses alone it refuses in
/// the model. What cannot be cut out, for want of a type, is said to be unchecked.
public struct CoverageSurvey {
    private let usesProvider: Bool
    private let wantsShapes: Bool
    private let open: (LoadAttempt) throws -> Opening
    private let leftNodes: (String) throws -> [FallbackNode]?

    /// - Parameters:
    ///   - usesProvider: whether every operator must run in a provider other than the runtime's own kernels.
    ///   - wantsShapes: whether a refusal says nothing of a node whose inputs' sizes are unknown.
    ///   - open: asks the runtime.
    ///   - leftNodes: asks the runtime what the provider leaves of the model at a path; nil when it does not tell.
    public init(
        usesProvider: Bool, wantsShapes: Bool, open: @escaping (LoadAttempt) throws -> Opening,
        leftNodes: @escaping (String) throws -> [FallbackNode]? = { _ in nil }
    ) {
        self.usesProvider = usesProvider
        self.wantsShapes = wantsShapes
        self.open = open
        self.leftNodes = leftNodes
    }

    /// - Parameter path: absolute.
    /// - Throws: what `open` throws; `FileError` when no private folder can be made.
    public func examine(modelAt path: String) throws -> CoverageReport {
        let model = try? OnnxOperatorReader(path: path)
        let whole = try open(LoadAttempt(path: path, isProbe: false, staysInProvider: usesProvider))
        var report = CoverageReport(operatorCount: model?.operators.count, missing: [], unchecked: [], refusal: nil)
        guard case .refused(let refusal) = whole else { return report }
        report.refusal = refusal
        if usesProvider {
            let mixed = try open(LoadAttempt(path: path, isProbe: false, staysInProvider: false))
            guard case .refused(let reason) = mixed else {
                guard let nodes = try leftNodes(path) else {
                    report.refusal = refusal + " This version of the runtime does not tell which; a later one may."
                    return report
                }
                report.missing = left(nodes, of: model)
                return report
            }
            report.refusal = reason
        }
        if let model { try tryOperators(of: model, into: &report) }
        return report
    }

    /// What the provider leaves to the runtime's own kernels.
    private func left(_ nodes: [FallbackNode], of model: OnnxOperatorReader?) -> [CoverageReport.Operator] {
        var found = OperatorGroups()
        for node in nodes {
            let known = model?.operators.first { $0.name == node.name && $0.type == node.type && !node.name.isEmpty }
            found.add(
                known
                    ?? OnnxOperator(
                        domain: node.domain, type: node.type, opset: model?.usedOpsets[node.domain], name: node.name,
                        inputTypes: [nil], outputTypes: [nil], holdsGraphs: false),
                to: .missing, reason: "\(node.provider) runs it", runsElsewhere: true)
        }
        return found.missing
    }

    private func tryOperators(of model: OnnxOperatorReader, into report: inout CoverageReport) throws {
        let folder = try TemporaryFolder(prefix: "pawl-coverage")
        let file = folder.file("probe.onnx")
        let newDomains = try domainsRefused(of: model, file: file)
        var outcomes: [String: Opening] = [:]
        var found = OperatorGroups()
        for (index, node) in model.operators.enumerated() {
            if let reason = newDomains[node.domain] {
                found.add(node, to: .missing, reason: reason)
                continue
            }
            guard let probe = model.probe(index) else {
                if let reason = Self.reasonWithoutProbe(node) { found.add(node, to: .unchecked, reason: reason) }
                continue
            }
            if outcomes[probe.key] == nil {
                try AtomicFile.write(probe.model, to: file)
                outcomes[probe.key] = try open(LoadAttempt(path: file, isProbe: true, staysInProvider: false))
            }
            guard case .refused(let reason)? = outcomes[probe.key] else { continue }
            let isSure = probe.hasShapes || !wantsShapes || Self.names(node, in: reason, and: report.refusal)
            found.add(node, to: isSure ? .missing : .unchecked, reason: reason)
        }
        report.missing = found.missing
        report.unchecked = found.unchecked
        withExtendedLifetime(folder) {}
    }

    /// Domains of which the model imports a version that the runtime does not open, with its words.
    private func domainsRefused(of model: OnnxOperatorReader, file: String) throws -> [String: String] {
        var refused: [String: String] = [:]
        for domain in model.usedOpsets.keys.sorted() {
            try AtomicFile.write(model.headerProbe(domain: domain), to: file)
            let attempt = LoadAttempt(path: file, isProbe: true, staysInProvider: false)
            if case .refused(let reason) = try open(attempt) { refused[domain] = reason }
        }
        return refused
    }

    /// Nil for constants, which no runtime runs.
    private static func reasonWithoutProbe(_ node: OnnxOperator) -> String? {
        if node.type == "Constant", node.domain == OnnxOperator.ownDomain { return nil }
        return node.holdsGraphs
            ? "it has graphs within it, whose operators are tried one by one"
            : "the file does not tell the types of its inputs"
    }

    /// Whether the refusals of the node alone and of the whole model both speak of the operator.
    private static func names(_ node: OnnxOperator, in reason: String, and refusal: String?) -> Bool {
        func isWord(_ text: String) -> Bool {
            text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == node.type }
        }
        return isWord(reason) && isWord(refusal ?? "")
    }
}
