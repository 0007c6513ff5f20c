import Foundation

/// Adds to a trace file, each trace in one write that is flushed: a long recording may be stopped at any time.
final class TraceAppender {
    private let handle: FileHandle
    private let path: String

    /// - Parameter wholeBytes: where the last whole frame ends; 0 begins a new file.
    init(path: String, wholeBytes: Int) throws(TraceError) {
        self.path = path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: String(cString: strerror(errno))) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.truncate(atOffset: UInt64(wholeBytes))
            try handle.seek(toOffset: UInt64(wholeBytes))
            if wholeBytes == 0 { try handle.write(contentsOf: TraceFile.signature) }
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }

    func append(_ session: RecordingSession) throws(TraceError) {
        try append(TraceFile.frame(TraceFile.sessionFrame, session.encoded))
    }

    func append(_ trace: Trace) throws(TraceError) {
        try append(TraceFile.frame(TraceFile.traceFrame, TraceCoding.encode(trace)))
    }

    private func append(_ data: Data) throws(TraceError) {
        do {
            try handle.write(contentsOf: data)
            try handle.synchronize()
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
