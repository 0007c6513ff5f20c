import Diagnostics
import Foundation
import GoldenSets
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct GoldenSetRefusalTests {
    @Test("Every finding of a manifest is listed at once, each at its line") func manifestFindings() throws {
        var small = try SmallGoldenSet()
        small.lines = [
            "golden": "golden: 2", "id": "id: ../etc", "title": "titel: Animals",
            "samples": "samples: 0", "labels": "labels: { file: ../labels.npy, sha256: abc }",
            "output": "output: { name: [y], scores: logit }", "limits": "limits: \"\\e[31m\"",
        ]
        #expect(
            try small.findings() == [
                "1 golden.missing-key", "1 golden.format", "2 golden.invalid-name", "4 golden.unknown-key",
                "9 golden.invalid-value", "10 golden.invalid-value", "12 golden.path",
                "12 golden.invalid-value", "15 golden.wrong-type", "15 golden.invalid-value",
            ])
        let text = try small.errorText()
        #expect(text.contains("golden.yaml:4:1: error: unknown key 'titel'"))
        #expect(text.contains("did you mean 'title'?"))
    }

    @Test("An unknown task is told with the nearest one; keys of any task are let pass until it is known")
    func unknownTask() throws {
        var small = try SmallGoldenSet()
        small.lines = ["task": "task: clasification", "alphabet": "alphabet: {}", "alphabeta": "alphabeta: {}"]
        #expect(try small.findings() == ["5 golden.invalid-value", "17 golden.unknown-key"])
        #expect(try small.errorText().contains("did you mean 'classification'?"))
        small.lines = ["alphabet": "alphabet: {}"]
        #expect(try small.findings() == ["16 golden.unknown-key"])
    }

    @Test(
        "A path out of the folder is refused",
        arguments: ["/etc/passwd", "../x.npy", "a/../../x.npy", "./x.npy", "a//x.npy", "\"a\\0b\"", "a/"])
    func pathsStayInside(path: String) throws {
        var small = try SmallGoldenSet()
        let digest = String(repeating: "0", count: 64)
        small.lines["labels"] = "labels: { file: \(path), sha256: \(digest) }"
        let findings = try small.findings()
        #expect(findings == ["12 golden.path"] || findings == ["12 golden.invalid-value"])
    }

    @Test("A link out of the folder is refused, a link inside is followed") func links() throws {
        let elsewhere = try TemporaryFolder()
        try AtomicFile.write("cat\ndog\nfox\n", to: elsewhere.file("classes.txt"))
        var small = try SmallGoldenSet()
        small["classes.txt"] = nil
        small.statedDigests["classes.txt"] = SHA256.hexadecimal(of: "cat\ndog\nfox\n")
        let link = small.folder.file("classes.txt")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: elsewhere.file("classes.txt"))
        #expect(try small.findings() == ["14 golden.path"])
        try FileManager.default.removeItem(atPath: link)
        try AtomicFile.write("cat\ndog\nfox\n", to: small.folder.file("real.txt"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.txt")
        #expect(try small.findings() == [])
    }

    @Test("A changed data file is refused by name, unless digests are not verified") func wrongDigest() throws {
        var small = try SmallGoldenSet()
        small.statedDigests = [
            "x.npy": String(repeating: "a", count: 64), "names.txt": String(repeating: "b", count: 64),
        ]
        #expect(try small.findings() == ["11 golden.digest", "13 golden.digest"])
        #expect(try small.errorText().contains("'x.npy' is not the file that the manifest describes"))
        #expect(try small.findings(verifyingDigests: false) == [])
    }

    @Test("A data file that is not there is named together with the manifest's line") func missingFile() throws {
        var small = try SmallGoldenSet()
        small["labels.npy"] = nil
        #expect(try small.findings() == ["12 golden.file"])
        #expect(try small.errorText().contains("labels.npy"))
    }

    @Test("A folder without a manifest says what a golden set is") func noManifest() throws {
        let folder = try TemporaryFolder()
        #expect {
            try GoldenSet.open(folder: folder.path, verifyingDigests: true)
        } throws: { "\($0)".contains("a golden set is a folder with a golden.yaml") }
    }

    @Test("A manifest that is not YAML is refused at its place") func manifestIsNotYAML() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("golden: 1\n\tid: a\n", to: folder.file("golden.yaml"))
        #expect {
            try GoldenSet.open(folder: folder.path, verifyingDigests: true)
        } throws: { "\($0)".contains("golden.yaml:2:1: error: a tab") }
    }

    @Test("Labels outside the classes are refused", arguments: [[0, 1, 3, 0], [0, -1, 2, 0]] as [[Int32]])
    func labelOutOfRange(labels: [Int32]) throws {
        var small = try SmallGoldenSet()
        small["labels.npy"] = NumpyFile.data(of: labels, shape: [4], type: "<i4")
        #expect(try small.findings() == ["12 golden.labels"])
        #expect(try small.errorText().contains("labels go from 0 to 2"))
    }

    @Test("A 64-bit label does not wrap around into range") func wrappingLabel() throws {
        var small = try SmallGoldenSet()
        small["labels.npy"] = NumpyFile.data(of: [0, 1, 1 << 32, 0] as [Int64], shape: [4], type: "<i8")
        #expect(try small.findings() == ["12 golden.labels"])
    }

    @Test("Labels of another type or rank are refused") func labelTypes() throws {
        var small = try SmallGoldenSet()
        small["labels.npy"] = NumpyFile.data(of: [0, 1, 2, 0] as [Float], shape: [4], type: "<f4")
        #expect(try small.findings() == ["12 golden.labels"])
        small["labels.npy"] = NumpyFile.data(of: [0, 1, 2, 0] as [Int32], shape: [4, 1], type: "<i4")
        #expect(try small.findings() == ["12 golden.labels"])
    }

    @Test("Files of different sample counts are all named") func sampleCountMismatch() throws {
        var small = try SmallGoldenSet()
        small.lines["samples"] = "samples: 5"
        #expect(
            Set(try small.findings()) == ["11 golden.sample-count", "12 golden.sample-count", "13 golden.sample-count"])
    }

    @Test("An empty set is refused") func emptySet() throws {
        var small = try SmallGoldenSet()
        small["x.npy"] = NumpyFile.data(of: [] as [Float], shape: [0, 2], type: "<f4")
        small["names.txt"] = Data()
        #expect(Set(try small.findings()) == ["11 golden.array", "13 golden.names"])
    }

    @Test(
        "Names that repeat, are empty or could not be shown are refused at their line",
        arguments: [
            ("a\nb\na\nd\n", 3), ("a\n\nc\nd\n", 2), ("a\nb\nc\u{1B}[31m\nd\n", 3), ("a\r\nb\r\nc\r\nd\r\n", 1),
        ])
    func names(text: String, line: Int) throws {
        var small = try SmallGoldenSet()
        small["names.txt"] = Data(text.utf8)
        #expect(try small.findings() == ["\(line) golden.names"])
        #expect(try small.errorText().contains("names.txt:\(line):1: error: the sample name"))
    }

    @Test("Names that are not UTF-8 are refused") func namesEncoding() throws {
        var small = try SmallGoldenSet()
        small["names.txt"] = Data([0x61, 0x0A, 0xFF, 0x0A, 0x62, 0x0A, 0x63, 0x0A])
        #expect(try small.findings() == ["2 golden.names"])
    }
}
