import Diagnostics
import Support

/// Small text files in UTF-8 with a name a line.
enum TextLines {
    static let maximumBytes: UInt64 = 64 << 20

    /// Lines without the end of the last; what cannot be read becomes a finding.
    static func read(_ path: String, _ findings: inout CreationFindings) -> [String] {
        do throws(FileError) {
            let file = try MappedFile(path: path, limit: maximumBytes)
            let bytes = withExtendedLifetime(file) { Array(file.bytes) }
            guard var text = String(validating: bytes, as: UTF8.self) else {
                findings.report(.text, "\(path) is not UTF-8", hint: "save it as UTF-8")
                return []
            }
            if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
            var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
            if lines.last == "" { lines.removeLast() }
            return lines
        } catch {
            findings.add(error.diagnostics, of: .text)
            return []
        }
    }

    /// A name a line: blanks around a name are left out, with a warning.
    static func names(_ path: String, _ findings: inout CreationFindings) -> [String] {
        read(path, &findings).enumerated().map { index, line in
            let bare = String(line.trimmingBlanks)
            if bare.count < line.count, !bare.isEmpty {
                findings.report(
                    .blanks, .warning, "'\(line.prefix(60))' is read as '\(bare.prefix(60))'",
                    at: .init(file: path, line: index + 1, column: 1))
            }
            return bare
        }
    }

    static func hasControlCharacter(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
