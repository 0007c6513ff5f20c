extension OnnxDraft {
    /// Which node gives each value.
    package func producers() -> [String: Int] {
        var producers: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty { producers[output] = index }
        }
        return producers
    }

    /// - Throws: `ModelFormatError.notEditable` where nodes read each other in a circle.
    func orderedNodes() throws(ModelFormatError) -> [OnnxDraftNode] {
        let producers = producers()
        var state = [UInt8](repeating: 0, count: nodes.count)
        var ordered: [OnnxDraftNode] = []
        ordered.reserveCapacity(nodes.count)
        for start in nodes.indices where state[start] == 0 {
            var stack = [start]
            while let index = stack.last {
                if state[index] == 0 {
                    state[index] = 1
                    for name in nodes[index].reads {
                        guard let producer = producers[name], state[producer] != 2 else { continue }
                        guard state[producer] == 0 else {
                            throw .notEditable(path: path, reason: "'\(name)' would be computed from itself")
                        }
                        stack.append(producer)
                    }
                } else {
                    stack.removeLast()
                    if state[index] == 1 {
                        state[index] = 2
                        ordered.append(nodes[index])
                    }
                }
            }
        }
        return ordered
    }
}
