import Foundation
import Support

/// A file of traces that only grows: a signature, then frames of a kind (one byte), a length (four, little-endian) and
/// that many bytes.
///
/// A recording that was cut off leaves a frame that is not whole; reading leaves it out, appending writes over it.
enum TraceFile {
    static let signature = Data("PAWLTRC1".utf8)
    static let traceFrame = UInt8(ascii: "T")
    /// UTF-8 JSON, one per session: on what the following traces were recorded.
    static let sessionFrame = UInt8(ascii: "S")

    private static let frameHeaderBytes = 5

    struct Content {
        var sessions: [RecordingSession] = []
        var traces: [Trace] = []
        /// Where the last whole frame ends.
        var wholeBytes = 0
    }

    static func read(_ path: String) throws(TraceError) -> Content {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .file(error) }
        do throws(TraceError) { return try parse(file.bytes, path: path) } catch {
            if case .damaged(let reason) = error { throw .damagedFile(path: path, reason: reason) }
            throw error
        }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer, path: String) throws(TraceError) -> Content {
        guard bytes.starts(with: signature) else { throw .notATraceFile(path: path) }
        var content = Content(wholeBytes: signature.count)
        while bytes.count - content.wholeBytes >= frameHeaderBytes {
            let start = content.wholeBytes + frameHeaderBytes
            let length = Int(
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: content.wholeBytes + 1, as: UInt32.self)))
            guard length <= bytes.count - start else { break }
            let payload = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)])
            switch bytes[content.wholeBytes] {
            case traceFrame: content.traces.append(try TraceCoding.decode(payload))
            case sessionFrame:
                guard let session = try? JSONDecoder().decode(RecordingSession.self, from: Data(payload)) else {
                    throw .damaged("a session makes no sense")
                }
                content.sessions.append(session)
            default: throw .damaged("a frame is of an unknown kind")
            }
            content.wholeBytes = start + length
        }
        return content
    }

    /// A file of these traces, whole or not at all.
    static func write(_ traces: [Trace], session: RecordingSession, to path: String) throws(TraceError) {
        var data = signature
        data.append(frame(sessionFrame, session.encoded))
        for trace in traces { data.append(frame(traceFrame, TraceCoding.encode(trace))) }
        do { try AtomicFile.write(data, to: path) } catch { throw .file(error) }
    }

    static func frame(_ kind: UInt8, _ payload: Data) -> Data {
        var data = Data([kind])
        withUnsafeBytes(of: UInt32(payload.count).littleEndian) { data.append(contentsOf: $0) }
        return data + payload
    }
}
