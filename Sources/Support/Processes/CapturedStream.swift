import Foundation

/// One stream of a program, of which a bounded part is kept.
struct CapturedStream {
    enum Part { case beginning, end }

    let descriptor: Int32
    let limitBytes: Int
    let keeps: Part
    private var kept: [UInt8] = []
    private(set) var hasEnded = false

    init(descriptor: Int32, limitBytes: Int, keeps part: Part) {
        self.descriptor = descriptor
        self.limitBytes = limitBytes
        keeps = part
    }

    /// -1, which `poll` skips, once the stream has ended.
    var openDescriptor: Int32 { hasEnded ? -1 : descriptor }

    var text: String { String(decoding: kept, as: UTF8.self) }

    /// Blocks when nothing is there.
    mutating func readWhatIsThere() {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(descriptor, &chunk, chunk.count)
        if count > 0 {
            switch keeps {
            case .beginning: kept += chunk.prefix(min(count, max(0, limitBytes - kept.count)))
            case .end: kept = (kept + chunk.prefix(count)).suffix(limitBytes)
            }
        } else if count == 0 || errno != EINTR {
            hasEnded = true
        }
    }
}
