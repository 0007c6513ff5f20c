/// What stands on a terminal that was sent some text: enough of one for what Pawl writes. Every letter takes one column.
struct TerminalScreen {
    let columns: Int
    private(set) var rows: [[Character]] = [[]]
    private var row = 0
    private var column = 0
    /// Called after each sequence that clears, and at the end of each line: where a person could see it.
    private let onChange: ([String]) -> Void

    init(columns: Int, onChange: @escaping ([String]) -> Void = { _ in }) {
        self.columns = columns
        self.onChange = onChange
    }

    var lines: [String] { rows.map { String($0) } }

    mutating func feed(_ text: String) {
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                onChange(lines)
                down()
            case "\u{1B}":
                guard scalars.popFirst() == "[" else { continue }
                var number = ""
                while let next = scalars.popFirst() {
                    if next == ";" || next.properties.numericType != nil {
                        number.unicodeScalars.append(next)
                        continue
                    }
                    obey(next, Int(number) ?? 1)
                    break
                }
            default: put(Character(scalar))
            }
        }
        onChange(lines)
    }

    private mutating func obey(_ command: Unicode.Scalar, _ number: Int) {
        if command == "K" || command == "J" { onChange(lines) }
        switch command {
        case "A": row = max(row - number, 0)
        case "K": rows[row] = Array(rows[row].prefix(column))
        case "J":
            rows[row] = Array(rows[row].prefix(column))
            rows = Array(rows.prefix(row + 1))
        default: break
        }
    }

    /// The cursor stays behind the last column until the next letter, as on a real one.
    private mutating func put(_ letter: Character) {
        if column == columns {
            column = 0
            down()
        }
        while rows[row].count <= column { rows[row].append(" ") }
        rows[row][column] = letter
        column += 1
    }

    private mutating func down() {
        row += 1
        if row == rows.count { rows.append([]) }
    }

    /// Breaks all lines anew, as terminals do that are made narrower; the cursor stays at its letter.
    func resized(to columns: Int, onChange: @escaping ([String]) -> Void = { _ in }) -> TerminalScreen {
        var screen = TerminalScreen(columns: columns, onChange: onChange)
        screen.feed(lines.prefix(row + 1).joined(separator: "\r\n"))
        return screen
    }
}
