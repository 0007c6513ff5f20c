import Foundation
import Support

/// Content that is sent to a worker by digest, call by call.
struct SentFile {
    let data: Data
    let sha256: String
    let suffix: String
    /// Where it belongs to a model of several files.
    var folder: JSONContent?

    init(_ data: Data, suffix: String) {
        self.data = data
        self.suffix = suffix
        sha256 = data.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    }

    /// How `files` names it.
    var question: JSONContent {
        var question: JSONContent = ["sha256": .text(sha256), "bytes": .integer(data.count), "suffix": .text(suffix)]
        if let folder { question["folder"] = folder }
        return question
    }

    func putArguments(_ chunk: Range<Int>) -> JSONContent {
        [
            "sha256": .text(sha256), "bytes": .integer(data.count), "offset": .integer(chunk.lowerBound),
            "data": .text(
                data[data.startIndex + chunk.lowerBound..<data.startIndex + chunk.upperBound].base64EncodedString()),
        ]
    }

    /// Asks where it is.
    func ask(_ worker: RawWorker) throws -> (path: String, isPresent: Bool, incoming: String) {
        let places = try worker.call(FilesCall.name, ["files": [question]]).objects("files")
        guard places.count == 1 else {
            throw ProtocolViolation(reason: "one file was asked for, the reply to 'files' speaks of \(places.count)")
        }
        return (try places[0].name("path"), try places[0].flag("isPresent"), try places[0].name("incoming"))
    }

    func put(_ chunk: Range<Int>, to worker: RawWorker) throws {
        let received = try worker.call(PutCall.name, putArguments(chunk)).count("received")
        guard received == chunk.upperBound else {
            throw ProtocolViolation(reason: "\(chunk.upperBound) bytes were sent, 'received' is \(received)")
        }
    }

    /// - Returns: where the worker keeps it.
    func send(to worker: RawWorker) throws -> String {
        let place = try ask(worker)
        guard !place.isPresent else { return place.path }
        for start in stride(from: 0, to: data.count, by: PutCall.maximumBytes) {
            try put(start..<min(start + PutCall.maximumBytes, data.count), to: worker)
        }
        guard try ask(worker).isPresent else {
            throw ProtocolViolation(reason: "a file that was sent whole is not present")
        }
        return place.path
    }
}
