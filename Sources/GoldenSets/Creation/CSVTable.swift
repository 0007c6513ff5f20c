import Diagnostics
import Support

/// A table of comma-separated values: RFC 4180, with line ends of Unix too, in UTF-8. Blanks around a field that is not quoted
/// are left out, with a warning.
struct CSVTable {
    struct Row {
        var fields: [String]
        /// Of the row's first character.
        var location: SourceLocation
    }

    private(set) var rows: [Row] = []

    static let maximumBytes: UInt64 = 256 << 20

    /// Reads a file; empty lines are left out.
    init(path: String, _ findings: inout CreationFindings) {
        do throws(FileError) {
            let file = try MappedFile(path: path, limit: Self.maximumBytes)
            let bytes = withExtendedLifetime(file) { Array(file.bytes) }
            guard String(validating: bytes, as: UTF8.self) != nil else {
                findings.report(.table, "\(path) is not UTF-8", hint: "save it as UTF-8")
                return
            }
            read(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], path, &findings)
            checkSeparator(path, &findings)
        } catch {
            findings.add(error.diagnostics, of: .table)
        }
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ path: String, _ findings: inout CreationFindings) {
        let quote = UInt8(ascii: "\""), comma = UInt8(ascii: ","), lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var line = 1
        var row = Row(fields: [], location: SourceLocation(file: path, line: 1, column: 1))
        var field: [UInt8] = []
        var isQuoted = false
        var position = bytes.startIndex

        func endField() {
            let text = String(decoding: field, as: UTF8.self)
            let bare = isQuoted ? text[...] : text.trimmingBlanks
            if bare.count < text.count, !bare.isEmpty {
                findings.report(
                    .blanks, .warning, "'\(text.prefix(60))' is read as '\(bare.prefix(60))'", at: row.location,
                    hint: "blanks that belong to a field stand in quotes: \"\(text.prefix(20))\"")
            }
            row.fields.append(String(bare))
            field = []
            isQuoted = false
        }
        func endRow() {
            endField()
            if row.fields != [""] { rows.append(row) }
            row = Row(fields: [], location: SourceLocation(file: path, line: line, column: 1))
        }
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == quote, field.allSatisfy({ Self.blanks.contains($0) }), !isQuoted {
                field = []
                isQuoted = true
                guard let end = readQuoted(bytes, &position, &line, into: &field) else {
                    findings.report(.table, "a quoted field never ends", at: row.location, hint: "close it with '\"'")
                    return
                }
                position = bytes[end...].firstIndex { !Self.blanks.contains($0) } ?? bytes.endIndex
                let next = position < bytes.endIndex ? bytes[position] : lineFeed
                if ![comma, lineFeed, carriageReturn].contains(next) {
                    findings.report(
                        .table, "something follows a quoted field",
                        at: SourceLocation(file: path, line: line, column: 1),
                        hint: "a quote within quotes is written twice: \"\"")
                    return
                }
            } else if byte == comma {
                endField()
            } else if byte == lineFeed {
                line += 1
                endRow()
            } else if byte == carriageReturn, position == bytes.endIndex || bytes[position] == lineFeed {
                continue
            } else {
                field.append(byte)
            }
        }
        if !field.isEmpty || !row.fields.isEmpty { endRow() }
    }

    /// - Returns: where the text after the closing quote begins, nil when there is none.
    private func readQuoted(
        _ bytes: ArraySlice<UInt8>, _ position: inout Int, _ line: inout Int, into field: inout [UInt8]
    ) -> Int? {
        let quote = UInt8(ascii: "\"")
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == quote {
                guard position < bytes.endIndex, bytes[position] == quote else { return position }
                position += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            field.append(byte)
        }
        return nil
    }

    private static let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]

    /// What programs put between fields in a comma's place; the blank comes last, since names may have some.
    private static let otherSeparators: [(character: Character, name: String)] = [
        (";", "';'"), ("\t", "a tab"), ("|", "'|'"), (" ", "a blank"),
    ]

    /// A table without a comma is one of another kind when every line has the same other separator.
    private mutating func checkSeparator(_ path: String, _ findings: inout CreationFindings) {
        guard !rows.isEmpty else { return }
        let isPlain = rows.allSatisfy { $0.fields.count == 1 }
        let other = Self.otherSeparators.first { separator in
            // Commas may be those of decimal numbers.
            (isPlain || separator.character != " ")
                && rows.allSatisfy { $0.fields[0].contains(separator.character) }
        }
        guard let other else { return }
        findings.report(
            .separator, "\(path) has \(other.name) between its fields, and commas are read", at: rows[0].location,
            hint: "save it with commas, a line 'file,label' a sample; a field with a comma in it stands in quotes")
        rows = []
    }
}

extension StringProtocol {
    /// Without blanks and tabs at both ends.
    var trimmingBlanks: SubSequence {
        guard let start = firstIndex(where: { $0 != " " && $0 != "\t" }),
            let end = lastIndex(where: { $0 != " " && $0 != "\t" })
        else { return self[endIndex...] }
        return self[start...end]
    }
}
