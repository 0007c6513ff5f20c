import Foundation

/// Why nodes of one model cannot be put into another.
package enum OnnxGraftError: Error, Equatable {
    /// Operators of a domain mean different things in the two.
    case versions(domain: String, here: Int, there: Int)
    /// Functions of one name that differ.
    case functions(String)
    /// A value that neither model can give.
    case missing(String)
    case malformed(String)

    /// What follows "because".
    package var reason: String {
        switch self {
        case .versions(let domain, let here, let there):
            "the two import different versions of \(domain.isEmpty ? "ONNX's operators" : domain): \(here) and \(there)"
        case .functions(let name): "both bring a function '\(name)' along, and the two differ"
        case .missing(let name): "nothing gives '\(name)'"
        case .malformed(let reason): reason
        }
    }
}

extension OnnxDraft {
    /// Copies what computes some values of another model, with its constants.
    ///
    /// - Parameters:
    ///   - wanted: names of values there, and the names that they get here.
    ///   - prefix: begins the names of all else that is copied; what an earlier call copied under it is not copied again.
    ///   - boundary: the name here of a value there that is not to be computed again; nil for one that is.
    package mutating func graft(
        _ wanted: [String: String], from source: OnnxDraft, prefix: String, boundary: (String) -> String?
    ) throws(OnnxGraftError) {
        let producers = source.producers()
        let ownInputs = Set(inputs.map(\.name))
        let copied = Set(nodes.flatMap(\.outputs).filter { $0.hasPrefix(prefix) })
        var names: [String: String] = [:]
        var needed: Set<Int> = []
        var open: [Int] = []
        func need(_ producer: Int) {
            if needed.insert(producer).inserted { open.append(producer) }
        }
        for name in wanted.keys.sorted() {
            guard let producer = producers[name] else { throw .missing(name) }
            need(producer)
        }
        while let index = open.popLast() {
            for name in source.nodes[index].reads where names[name] == nil {
                if let here = boundary(name) {
                    names[name] = here
                } else if let tensor = source.constants[name] {
                    names[name] = prefix + name
                    addConstant(prefix + name, tensor)
                } else if let producer = producers[name] {
                    names[name] = wanted[name] ?? prefix + name
                    if !copied.contains(prefix + name) { need(producer) }
                } else if ownInputs.contains(name) {
                    names[name] = name
                } else {
                    throw .missing(name)
                }
            }
        }
        for index in needed.sorted() {
            var node = source.nodes[index]
            try takeDomain(of: node, from: source)
            do throws(ProtobufFields.Malformed) {
                try node.rename(reading: names)
            } catch {
                throw .malformed(error.reason)
            }
            node.outputs = node.outputs.map { $0.isEmpty ? "" : wanted[$0] ?? prefix + $0 }
            if !node.name.isEmpty { node.name = prefix + node.name }
            nodes.append(node)
        }
    }

    private mutating func takeDomain(of node: OnnxDraftNode, from source: OnnxDraft) throws(OnnxGraftError) {
        // Functions may call each other: all that the source has of them come along.
        let isFunction = source.functions.keys.contains { $0.hasSuffix(" \(node.type)") && $0.hasPrefix(node.domain) }
        if isFunction {
            for (key, function) in source.functions {
                guard functions[key] ?? function == function else { throw .functions(node.type) }
                functions[key] = function
            }
            for (domain, version) in source.opsets where opsets[domain] == nil { opsets[domain] = version }
        }
        guard let there = source.opsets[node.domain] else { return }
        let here = opsets[node.domain] ?? there
        guard here == there else { throw .versions(domain: node.domain, here: here, there: there) }
        opsets[node.domain] = here
    }
}
