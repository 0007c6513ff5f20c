/// Reads a version from its beginning to its end.
///
/// Source: PEP 440, "Appendix B: Parsing version strings with regular expressions", whose alternatives stand here in its order.
struct VersionScanner {
    struct Version {
        var epoch = 0
        var release: [Int] = []
        var preRelease: (phase: RuntimeVersion.Phase, number: Int)?
        var postRelease: Int?
        var development: Int?
        var local: [RuntimeVersion.LocalPart] = []
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.lowercased().utf8) }

    mutating func version() -> Version? {
        var version = Version()
        _ = take("v")
        guard let first = number() else { return nil }
        version.release = [first]
        if take("!") {
            guard let second = number() else { return nil }
            version.epoch = first
            version.release = [second]
        }
        while let next = attempt({ $0.take(".") ? $0.number() : nil }) { version.release.append(next) }
        version.preRelease = attempt { scanner in
            scanner.separator()
            guard let phase = scanner.phase() else { return nil }
            return (phase, scanner.impliedNumber())
        }
        version.postRelease =
            attempt { $0.take("-") ? $0.number() : nil }
            ?? attempt { scanner in
                scanner.separator()
                guard scanner.take(oneOf: ["post", "rev", "r"]) else { return nil }
                return scanner.impliedNumber()
            }
        version.development = attempt { scanner in
            scanner.separator()
            return scanner.take("dev") ? scanner.impliedNumber() : nil
        }
        if take("+") {
            repeat {
                guard let part = localPart() else { return nil }
                version.local.append(part)
            } while separator()
        }
        return position == bytes.count ? version : nil
    }

    /// What `read` finds; where it finds nothing, nothing was read.
    private mutating func attempt<Value>(_ read: (inout VersionScanner) -> Value?) -> Value? {
        let start = position
        if let value = read(&self) { return value }
        position = start
        return nil
    }

    private mutating func take(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func take(oneOf words: [String]) -> Bool { words.contains { take($0) } }

    @discardableResult
    private mutating func separator() -> Bool { take(oneOf: [".", "-", "_"]) }

    private mutating func number() -> Int? {
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        position += digits.count
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The number of `rc1`, `rc.1` and `rc`, which means `rc0`.
    private mutating func impliedNumber() -> Int {
        attempt { scanner in
            scanner.separator()
            return scanner.number()
        } ?? 0
    }

    /// Longer spellings first: `a` begins `alpha`.
    private mutating func phase() -> RuntimeVersion.Phase? {
        if take(oneOf: ["alpha", "a"]) { return .alpha }
        if take(oneOf: ["beta", "b"]) { return .beta }
        if take(oneOf: ["preview", "pre", "rc", "c"]) { return .candidate }
        return nil
    }

    private mutating func localPart() -> RuntimeVersion.LocalPart? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let part = bytes[position...].prefix { digits.contains($0) || letters.contains($0) }
        guard !part.isEmpty else { return nil }
        position += part.count
        let text = String(decoding: part, as: UTF8.self)
        guard part.allSatisfy(digits.contains) else { return .text(text) }
        return Int(text).map { .number($0) }
    }
}
