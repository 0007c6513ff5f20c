import COnnxRuntime
import InferenceCore

extension OrtAPI {
    /// How the library divided a session's graph between providers; nil before version 1.24.
    ///
    /// - Parameter askedFor: the provider that the suite names.
    func placements(
        in session: OpaquePointer, askedFor: String
    ) throws(InferenceError) -> [NodePlacement]? {
        guard let slots = assignmentTable?.pointee else { return nil }
        let operation = "asking which provider takes which node"
        func text(_ read: (UnsafeMutablePointer<UnsafePointer<CChar>?>) -> OpaquePointer?) throws(InferenceError)
            -> String
        {
            var text: UnsafePointer<CChar>?
            try check(operation, read(&text))
            return text.map { String(cString: $0) } ?? ""
        }
        var parts: UnsafePointer<OpaquePointer>?
        var partCount = 0
        try check(operation, slots.Session_GetEpGraphAssignmentInfo(session, &parts, &partCount))
        var placements: [NodePlacement] = []
        for part in UnsafeBufferPointer(start: parts, count: partCount) {
            let provider = try text { slots.EpAssignedSubgraph_GetEpName(part, $0) }
            var nodes: UnsafePointer<OpaquePointer>?
            var nodeCount = 0
            try check(operation, slots.EpAssignedSubgraph_GetNodes(part, &nodes, &nodeCount))
            for node in UnsafeBufferPointer(start: nodes, count: nodeCount) {
                placements.append(
                    NodePlacement(
                        name: try text { slots.EpAssignedNode_GetName(node, $0) },
                        domain: try text { slots.EpAssignedNode_GetDomain(node, $0) },
                        type: try text { slots.EpAssignedNode_GetOperatorType(node, $0) }, provider: provider,
                        isFallback: ExecutionProvider.isFallback(provider, askedFor: askedFor)))
            }
        }
        return placements
    }
}
