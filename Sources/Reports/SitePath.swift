import Records
import Support

/// Names of a site's files: made of letters, digits and hyphens whatever the names in suites and databases are, short, and
/// never two alike.
public enum SitePath {
    public static let index = "index.html"
    static let runFolder = "runs"
    static let trendFolder = "trends"

    public static func suite(_ name: String) -> String { "suite-\(unique(name, of: [name])).html" }

    public static func trend(of cell: CellAddress) -> String {
        let name = [cell.model, cell.variant, cell.runtimeLabel].joined(separator: "-")
        return "\(trendFolder)/"
            + unique(name, of: [cell.suite, cell.model, cell.variant, cell.runtimeLabel]) + ".html"
    }

    public static func run(_ id: String) -> String {
        let isPlain = id.utf8.count <= 64 && !id.isEmpty && id == safe(id)
        return "\(runFolder)/\(isPlain ? id : unique(id, of: [id])).html"
    }

    /// A path of the site as a link from a page in one of its folders.
    static func fromFolder(_ path: String) -> String { "../" + path }

    static func unique(_ name: String, of parts: [String]) -> String {
        // Lengths keep ("a", "bc") and ("ab", "c") apart.
        let digest = SHA256.hexadecimal(of: parts.map { "\($0.utf8.count):\($0)" }.joined())
        return "\(safe(String(name.prefix(48))))-\(digest.prefix(10))"
    }

    /// In lower case, for file systems that take both for one.
    private static func safe(_ text: String) -> String {
        String(
            text.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "a"..."z", "0"..."9", "-": Character(scalar)
                case "A"..."Z": Character(Unicode.Scalar(UInt8(scalar.value) + 32))
                default: "-"
                }
            })
    }
}
