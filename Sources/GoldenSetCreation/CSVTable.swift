import Diagnostics
import Files

/// A table of comma-separated values: RFC 4180, with line ends of Unix too, in UTF-8.
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
                findings.report("table", "\(path) is not UTF-8", hint: "save it as UTF-8")
                return
            }
            read(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], path, &findings)
        } catch {
            for finding in error.diagnostics { findings.add(finding) }
        }
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ path: String, _ findings: inout CreationFindings) {
        let quote = UInt8(ascii: "\""), comma = UInt8(ascii: ","), lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        var line = 1
        var row = Row(fields: [], location: SourceLocation(file: path, line: 1, column: 1))
        var field: [UInt8] = []
        var position = bytes.startIndex

        func endField() {
            row.fields.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endRow() {
            endField()
            if row.fields != [""] { rows.append(row) }
            row = Row(fields: [], location: SourceLocation(file: path, line: line, column: 1))
        }
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            if byte == quote, field.isEmpty {
                guard let end = readQuoted(bytes, &position, &line, into: &field) else {
                    findings.report("table", "a quoted field never ends", at: row.location, hint: "close it with '\"'")
                    return
                }
                let next = end < bytes.endIndex ? bytes[end] : lineFeed
                if ![comma, lineFeed, carriageReturn].contains(next) {
                    findings.report(
                        "table", "something follows a quoted field",
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
}
