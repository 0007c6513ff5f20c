import Diagnostics
import Foundation
import Support

/// A file that is written from front to back, through a buffer of fixed size.
final class BufferedFile {
    private let path: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    private static let bufferedBytes = 256 << 10

    init(path: String) throws(GoldenSetError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure() }
        buffer.reserveCapacity(Self.bufferedBytes)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: UnsafeRawBufferPointer) throws(GoldenSetError) {
        if buffer.count + bytes.count > Self.bufferedBytes { try flush() }
        if bytes.count > Self.bufferedBytes {
            try write(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    func finish() throws(GoldenSetError) {
        try flush()
        let result = close(descriptor)
        descriptor = -1
        guard result == 0 else { throw failure() }
    }

    private func flush() throws(GoldenSetError) {
        try buffer.withUnsafeBufferPointer { (bytes) throws(GoldenSetError) in try write(UnsafeRawBufferPointer(bytes))
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(GoldenSetError) {
        precondition(descriptor >= 0, "written after finish()")
        if let code = SystemCall.writeWhole(bytes, to: descriptor) { throw failure(code) }
    }

    private func failure(_ code: Int32 = errno) -> GoldenSetError {
        .file(.unwritable(path: path, reason: SystemMessage.text(code)))
    }
}
