import Foundation
import Support

extension ConformanceCheck {
    static let files = [
        ConformanceCheck(
            .files, "a file that is sent in two pieces arrives whole",
            says: "it is there, whole and of that digest", needs: [.capability(.files)]
        ) { bench in
            let worker = try bench.greeted()
            let file = unforeseen()
            guard try !file.ask(worker).isPresent else {
                throw ProtocolViolation(reason: "a file is present that nobody has sent")
            }
            let half = file.data.count / 2
            try file.put(0..<half, to: worker)
            try file.put(half..<file.data.count, to: worker)
            let place = try file.ask(worker)
            guard place.isPresent else { throw ProtocolViolation(reason: "a file that was sent whole is not present") }
            guard place.path.hasSuffix(file.suffix) else {
                throw ProtocolViolation(reason: "'path' does not end in the suffix '\(file.suffix)'")
            }
            if bench.sharesFiles {
                defer { unlink(place.path) }
                guard try SHA256.hexadecimal(ofFile: place.path) == file.sha256 else {
                    throw ProtocolViolation(reason: "the file at 'path' is not of that digest")
                }
            }
        },
        ConformanceCheck(
            .files, "files of a model's folder have their names there",
            says: "`path` ends in `/` and `name`, and files of one `model` lie in one folder",
            needs: [.capability(.files), .capability(.modelFolders)]
        ) { bench in
            let worker = try bench.greeted()
            let model = String(repeating: "c", count: 64)
            let folders = try ["m.check", "deep/m.data"].map { name in
                var file = unforeseen()
                file.folder = ["model": .text(model), "name": .text(name)]
                _ = try file.ask(worker)
                try file.put(0..<file.data.count, to: worker)
                let place = try file.ask(worker)
                guard place.isPresent, place.path.hasSuffix("/" + name) else {
                    throw ProtocolViolation(reason: "the file '\(name)' of a model is at \(place.path)")
                }
                return String(place.path.dropLast(name.count))
            }
            guard folders[0] == folders[1] else {
                throw ProtocolViolation(reason: "files of one model lie in two folders")
            }
        },
        ConformanceCheck(
            .files, "a file of another digest is thrown away, and can be sent again",
            says: "moves the file to `path` if it is the right one; else it removes what is there",
            needs: [.capability(.files)]
        ) { bench in
            let worker = try bench.greeted()
            let file = unforeseen()
            var arguments = file.putArguments(0..<file.data.count)
            arguments["data"] = .text(Data(file.data.reversed()).base64EncodedString())
            _ = try file.ask(worker)
            _ = try worker.call(PutCall.name, arguments)
            guard try !file.ask(worker).isPresent else {
                throw ProtocolViolation(reason: "a file of another digest is present")
            }
            let path = try file.send(to: worker)
            if bench.sharesFiles { unlink(path) }
        },
        ConformanceCheck(
            .files, "the reply speaks of the files in the order of the call", says: "in the same order",
            needs: [.capability(.files)]
        ) { bench in
            let worker = try bench.greeted()
            let files = (0..<3).map { _ in unforeseen() }
            let path = try files[1].send(to: worker)
            defer { if bench.sharesFiles { unlink(path) } }
            let places = try worker.call(FilesCall.name, ["files": .list(files.map(\.question))]).objects("files")
            let present = try places.map { try $0.flag("isPresent") }
            guard present == [false, true, false] else {
                throw ProtocolViolation(reason: "of three files the second was sent; 'isPresent' is \(present)")
            }
        },
    ]

    static let fileRefusals =
        [
            (
                "a digest that leads out of the folder is refused", "sha256",
                "../../../../../../../../tmp/pawl-worker-check" as JSONContent
            ),
            ("a digest in upper case is refused", "sha256", .text(String(repeating: "A", count: 64))),
            ("a digest that is too short is refused", "sha256", .text(String(repeating: "a", count: 63))),
            ("an empty digest is refused", "sha256", ""),
            ("a suffix that leads out of the folder is refused", "suffix", "/../../x"),
            ("a suffix of two dots is refused", "suffix", "/.."),
            ("a suffix of 17 letters is refused", "suffix", .text(String(repeating: "x", count: 17))),
            ("a suffix with a zero byte is refused", "suffix", ".a\u{0}b"),
            ("a negative size is refused", "bytes", -1),
            ("a size that is a text is refused", "bytes", "32"),
        ].map { name, member, value in
            ConformanceCheck(.files, "files: \(name)", says: fileNames, needs: [.capability(.files)]) { bench in
                var question = unforeseen().question
                question[member] = value
                try bench.greeted().refuses(FilesCall.name, ["files": [question]])
            }
        }
        + [
            (
                "a digest that leads out of the folder is refused", "sha256",
                "../../../../../../../../tmp/pawl-worker-check" as JSONContent
            ),
            ("a chunk beyond the announced size is refused", "bytes", 3),
            ("a chunk that leaves a gap is refused", "offset", 1),
            ("a negative offset is refused", "offset", -1),
            ("an offset at the end of all numbers is refused", "offset", .integer(.max)),
            ("data that is no base64 is refused", "data", "***"),
        ].map { name, member, value in
            ConformanceCheck(
                .files, "put: \(name)",
                says: member == "data" ? "`data` is base64 of at most 4 MiB, to stand at `offset`" : putPlaces,
                needs: [.capability(.files)]
            ) { bench in
                let file = unforeseen()
                let worker = try bench.greeted()
                _ = try file.ask(worker)
                var arguments = file.putArguments(0..<file.data.count)
                arguments[member] = value
                try worker.refuses(PutCall.name, arguments)
            }
        }
        + [
            ConformanceCheck(
                .files, "put: more than 4 MiB at once is refused",
                says: "`data` is base64 of at most 4 MiB, to stand at `offset`", needs: [.capability(.files)]
            ) { bench in
                let file = SentFile(Data(count: PutCall.maximumBytes + 1), suffix: "")
                try bench.greeted().refuses(PutCall.name, file.putArguments(0..<file.data.count))
            }
        ]

    private static let fileNames = "at most 16 letters, digits, `.`, `-` and `_`, none of it a way out of a folder"
    private static let putPlaces =
        "A chunk that is not within `bytes`, or does not begin where the last one ended (or at 0, which starts over), is refused."

    /// Content that no worker has seen.
    private static func unforeseen() -> SentFile {
        SentFile(Data("pawl worker check \(UUID().uuidString)\n".utf8), suffix: ".check")
    }
}
