import Foundation

/// The last lines of a stream, in bounded memory.
struct LineTail {
    static let lineLimit = 12
    static let lineBytes = 400
    static let windowBytes = 16 << 10

    private var window = Data()

    mutating func append(_ bytes: some Sequence<UInt8>) {
        window.append(contentsOf: bytes)
        if window.count > 2 * Self.windowBytes { window = Data(window.suffix(Self.windowBytes)) }
    }

    var lines: [String] {
        String(decoding: window, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .suffix(Self.lineLimit)
            .map { String($0.prefix(Self.lineBytes)) }
    }
}
