import Support

/// Reads paths of libraries, which start from the suite's folder as every path in it.
struct LibrarySection {
    let reader: YAMLReader
    let folder: SuiteFolder

    func path(_ node: YAMLNode, _ what: String) -> LocatedPath? {
        reader.text(node, what).map { LocatedPath(path: folder.absolute($0), location: node.location) }
    }

    /// `custom_operators: [libs/my_ops.so]`
    func customOperators(_ node: YAMLNode) -> [LocatedPath] {
        let paths = (reader.list(node, "'custom_operators'") ?? []).compactMap {
            path($0, "an item of 'custom_operators'")
        }
        var seen: Set<String> = []
        for path in paths where !seen.insert(path.path).inserted {
            reader.report("invalid-value", "'custom_operators' names \(path.path) twice", at: path.location)
        }
        return paths
    }
}
