import CYAML
import Diagnostics

/// libyaml's event parser: refuses what Pawl does not read and gives every event a place.
final class YAMLEventStream {
    // At a fixed address: the parser keeps a pointer to itself.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeRawBufferPointer
    private let file: String
    private var hasEnded = false

    /// - Parameter text: must outlive the stream.
    init(_ text: UnsafeRawBufferPointer, file: String) throws(YAMLError) {
        self.text = text
        self.file = file
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw .outOfMemory(file: file)
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.bindMemory(to: UInt8.self).baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; nil at the end of the text.
    func next() throws(YAMLError) -> YAMLEvent? {
        while !hasEnded {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw parserError() }
            defer { yaml_event_delete(&event) }
            let location = location(of: event.start_mark)
            switch event.type {
            case YAML_STREAM_END_EVENT:
                hasEnded = true
            case YAML_DOCUMENT_START_EVENT:
                return YAMLEvent(kind: .documentStart, location: location)
            case YAML_ALIAS_EVENT:
                throw .alias(name: string(event.data.alias.anchor) ?? "", at: location)
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                try refuse(anchor: scalar.anchor, tag: scalar.tag, at: location)
                let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
                let text = String(decoding: bytes, as: UTF8.self)
                return YAMLEvent(
                    kind: .scalar(YAMLScalar(text: text, style: style(scalar.style))), location: location)
            case YAML_SEQUENCE_START_EVENT:
                let start = event.data.sequence_start
                try refuse(anchor: start.anchor, tag: start.tag, at: location)
                return YAMLEvent(kind: .sequenceStart, location: location)
            case YAML_MAPPING_START_EVENT:
                let start = event.data.mapping_start
                try refuse(anchor: start.anchor, tag: start.tag, at: location)
                return YAMLEvent(kind: .mappingStart, location: location)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                return YAMLEvent(kind: .collectionEnd, location: location)
            default:
                continue
            }
        }
        return nil
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at location: SourceLocation
    ) throws(YAMLError) {
        if let name = string(anchor) { throw .anchor(name: name, at: location) }
        if let name = string(tag) { throw .tag(name: name, at: location) }
    }

    private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let text else { return nil }
        let name = String(cString: text)
        return name.count <= 60 ? name : name.prefix(60) + "..."
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }

    private func location(of mark: yaml_mark_t) -> SourceLocation {
        SourceLocation(file: file, line: mark.line + 1, column: mark.column + 1)
    }

    private func parserError() -> YAMLError {
        let parser = parser.pointee
        let problem = parser.problem.map { String(cString: $0) } ?? "unknown problem"
        switch parser.error {
        case YAML_MEMORY_ERROR:
            return .outOfMemory(file: file)
        case YAML_READER_ERROR:
            return .encoding(reason: problem, at: location(ofByte: parser.problem_offset))
        default:
            if let tab = offendingTab(at: parser.problem_mark) { return .tab(at: tab) }
            let context = parser.context.map { String(cString: $0) + ", " } ?? ""
            // What is never closed is found out at the end of the text; its beginning is the place to look at.
            let isAtEnd = parser.problem_mark.index >= text.count { $0 & 0xC0 != 0x80 }
            let mark = isAtEnd && parser.context != nil ? parser.context_mark : parser.problem_mark
            return .syntax(reason: context + problem, at: location(of: mark))
        }
    }

    /// The tab to blame for a syntax error: in the indentation of its line, or exactly where it happened.
    private func offendingTab(at mark: yaml_mark_t) -> SourceLocation? {
        let tab = UInt8(ascii: "\t"), newline = UInt8(ascii: "\n")
        let lines = text.split(separator: newline, maxSplits: mark.line + 1, omittingEmptySubsequences: false)
        guard mark.line < lines.count else { return nil }
        let line = lines[mark.line]
        let indentation = line.prefix { $0 == UInt8(ascii: " ") || $0 == tab }
        if let position = indentation.firstIndex(of: tab) {
            return SourceLocation(file: file, line: mark.line + 1, column: position - line.startIndex + 1)
        }
        let characters = String(decoding: line, as: UTF8.self).unicodeScalars
        guard characters.dropFirst(mark.column).first == "\t" else { return nil }
        return location(of: mark)
    }

    private func location(ofByte offset: Int) -> SourceLocation {
        let before = text.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        // Continuation bytes (10xxxxxx) belong to the character before them.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return SourceLocation(file: file, line: line, column: column)
    }
}

/// A step through a document, in the order of the file.
struct YAMLEvent {
    enum Kind {
        case scalar(YAMLScalar)
        case sequenceStart
        case mappingStart
        case collectionEnd
        case documentStart
    }

    var kind: Kind
    var location: SourceLocation
}
