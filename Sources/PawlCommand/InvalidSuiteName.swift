import Diagnostics
import Foundation

/// A word in place of a suite that names none: nothing, a folder, or a model.
struct InvalidSuiteName {
    let diagnostics: [Diagnostic]

    /// Nil when there is a file of that name that may be a suite.
    init?(_ path: String, in context: CommandContext) {
        let place = context.absolute(path)
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
        let message: String
        let hint: String?
        if exists, isFolder.boolValue {
            message = "\(path) is a folder, not a suite"
            let suites = SuiteFolder.suites(in: place).map { Self.joined(path, $0) }
            hint = suites.isEmpty ? "name a suite file" : "name a suite file, such as \(suites[0])"
        } else if exists, RuntimeFormats.openers(of: place) != nil {
            message = "\(path) is a model, not a suite"
            hint = "use `pawl init \(path)`: it writes a suite for it"
        } else if !exists {
            message = "there is no suite \(path)"
            hint = Self.meant(by: path, in: context)
        } else {
            return nil
        }
        diagnostics = [Diagnostic(code: "suite.file", message, hint: hint)]
    }

    private static func meant(by path: String, in context: CommandContext) -> String? {
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let bare = SuiteFolder.isSuite(name) ? (name as NSString).deletingPathExtension : name
        // Beside the place that was named first, then where suites are kept.
        var places = [folder]
        if folder.isEmpty { places.append(SuiteFolder.name) }
        for place in places {
            let known = SuiteFolder.suites(in: context.absolute(place.isEmpty ? "." : place))
            let sameName = known.first { ($0 as NSString).deletingPathExtension == bare }
            guard let meant = sameName ?? Suggestion.closest(to: name, among: known) else { continue }
            return "did you mean '\(joined(place, meant))'?"
        }
        let others = places.flatMap { place in
            SuiteFolder.suites(in: context.absolute(place.isEmpty ? "." : place)).map { joined(place, $0) }
        }
        guard !others.isEmpty else { return "`pawl init MODEL...` writes one" }
        let more = others.count > 8 ? " and \(others.count - 8) more" : ""
        return "there are \(others.prefix(8).joined(separator: ", "))\(more)"
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
    }
}
