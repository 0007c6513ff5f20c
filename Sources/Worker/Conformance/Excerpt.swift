import Foundation

/// Bytes and texts for people, in a line.
enum Excerpt {
    static let characters = 240

    /// Control characters become `·`: what a worker says must not steer a terminal.
    static func text(_ data: Data) -> String {
        let text = String(decoding: data.prefix(4 * characters), as: UTF8.self)
        let clean = String(text.unicodeScalars.map { isPrintable($0) ? Character($0) : "·" })
        return clean.count > characters || data.count > 4 * characters
            ? "\(clean.prefix(characters))... (\(data.count) bytes)" : clean
    }

    static func bytes(_ data: Data) -> String {
        guard !data.isEmpty else { return "no bytes" }
        let digits = data.prefix(16).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let count = data.count == 1 ? "1 byte" : "\(data.count) bytes"
        return "\(count): \(digits.joined(separator: " "))\(data.count > 16 ? " ..." : "") (\(text(data.prefix(60))))"
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
        default: true
        }
    }
}
