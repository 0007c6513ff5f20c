import Diagnostics

/// Makes a tree of events, without recursion and within bounds.
struct YAMLTreeBuilder {
    /// A collection that is not closed yet.
    private struct OpenCollection {
        var location: SourceLocation
        var isMapping: Bool
        var items: [YAMLNode] = []
        var entries: [YAMLMapping.Entry] = []
        var lineOfKey: [String: Int] = [:]
        /// A key that waits for its value.
        var key: (text: String, location: SourceLocation)?
    }

    private let file: String
    private var open: [OpenCollection] = []
    private var nodes = 0
    private var hasDocument = false
    private(set) var root: YAMLNode?
    private(set) var duplicateKeys: [Diagnostic] = []

    init(file: String) {
        self.file = file
    }

    mutating func add(_ event: YAMLEvent) throws(YAMLError) {
        switch event.kind {
        case .documentStart:
            guard !hasDocument else { throw .secondDocument(at: event.location) }
            hasDocument = true
        case .scalar(let scalar):
            try count(event)
            if wantsKey {
                open[open.count - 1].key = (scalar.text, event.location)
            } else {
                close(YAMLNode(content: .scalar(scalar), location: event.location))
            }
        case .sequenceStart, .mappingStart:
            try count(event)
            guard !wantsKey else { throw .keyIsNotText(at: event.location) }
            guard open.count < YAMLDocument.maximumDepth else {
                throw .tooDeep(limit: YAMLDocument.maximumDepth, at: event.location)
            }
            let isMapping = if case .mappingStart = event.kind { true } else { false }
            open.append(OpenCollection(location: event.location, isMapping: isMapping))
        case .collectionEnd:
            let collection = open.removeLast()
            let content: YAMLNode.Content =
                collection.isMapping
                ? .mapping(YAMLMapping(entries: collection.entries, location: collection.location))
                : .sequence(collection.items)
            close(YAMLNode(content: content, location: collection.location))
        }
    }

    private var wantsKey: Bool {
        guard let last = open.indices.last else { return false }
        return open[last].isMapping && open[last].key == nil
    }

    private mutating func count(_ event: YAMLEvent) throws(YAMLError) {
        nodes += 1
        guard nodes <= YAMLDocument.maximumNodes else {
            throw .tooManyNodes(limit: YAMLDocument.maximumNodes, at: event.location)
        }
    }

    /// Puts a finished node where it belongs.
    private mutating func close(_ node: YAMLNode) {
        guard let last = open.indices.last else {
            root = node
            return
        }
        guard open[last].isMapping else {
            open[last].items.append(node)
            return
        }
        guard let key = open[last].key else { preconditionFailure("a mapping's value came before its key") }
        open[last].key = nil
        if let line = open[last].lineOfKey[key.text] {
            duplicateKeys.append(
                Diagnostic(
                    code: "yaml.duplicate-key", "the key '\(key.text.prefix(60))' stands here a second time",
                    at: key.location, hint: "it was given on line \(line) already; remove one of the two"))
            return
        }
        open[last].lineOfKey[key.text] = key.location.line
        open[last].entries.append(YAMLMapping.Entry(key: key.text, keyLocation: key.location, value: node))
    }
}
