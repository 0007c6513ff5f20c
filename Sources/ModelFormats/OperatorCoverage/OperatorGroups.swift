/// Collects nodes by operator, version and types.
struct OperatorGroups {
    enum Kind { case missing, unchecked }

    private(set) var missing: [CoverageReport.Operator] = []
    private(set) var unchecked: [CoverageReport.Operator] = []

    mutating func add(_ node: OnnxOperator, to kind: Kind, reason: String, runsElsewhere: Bool = false) {
        let added = CoverageReport.Operator(
            domain: node.domain, type: node.type, opset: node.opset, inputTypes: node.inputTypes,
            outputTypes: node.outputTypes, nodes: [node.name], reason: reason, runsElsewhere: runsElsewhere)
        switch kind {
        case .missing: Self.add(added, to: &missing)
        case .unchecked: Self.add(added, to: &unchecked)
        }
    }

    private static func add(_ added: CoverageReport.Operator, to groups: inout [CoverageReport.Operator]) {
        let index = groups.firstIndex { group in
            group.domain == added.domain && group.type == added.type && group.opset == added.opset
                && group.inputTypes == added.inputTypes && group.outputTypes == added.outputTypes
                && group.runsElsewhere == added.runsElsewhere
        }
        if let index { groups[index].nodes += added.nodes } else { groups.append(added) }
    }
}
