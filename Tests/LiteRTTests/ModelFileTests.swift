import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import LiteRT

@Suite("A TensorFlow Lite file", .hangLimit)
struct ModelFileTests {
    private let whole = TFLiteModel.linear.data

    @Test("is taken as it is written, with signatures and without")
    func takesModels() {
        var old = TFLiteModel.twoInputs
        old.signatures = []
        for data in [whole, old.data, TFLiteModel.identity(.int8).data] {
            #expect(defect(of: data) == nil)
        }
    }

    @Test("is refused wherever it is cut off")
    func refusesCutOffFiles() {
        for count in 0..<whole.count {
            #expect(defect(of: whole.prefix(count)) != nil, "\(count) of \(whole.count) bytes")
        }
    }

    @Test("is walked through to an end, whatever byte is changed")
    func survivesChanges() {
        var refused = 0
        for place in whole.indices {
            for change in [0xFF, 0x80, 0x01] as [UInt8] {
                var data = whole
                data[place] ^= change
                if defect(of: data) != nil { refused += 1 }
            }
        }
        #expect(refused > whole.count / 4)
    }

    @Test("says what it is when it is something else, is missing or a folder")
    func saysWhy() throws {
        #expect(defect(of: Data("This is no model.\n".utf8))?.contains("no TensorFlow Lite model") == true)
        #expect(defect(of: whole.dropLast())?.contains("more than its \(whole.count - 1) bytes") == true)
        let folder = try TemporaryFolder()
        for path in [folder.file("missing.tflite"), folder.path] {
            #expect(throws: InferenceError.self) { try ModelFile.check(path) }
        }
    }

    private func defect(of data: Data) -> String? { data.withUnsafeBytes { ModelFile.defect(of: $0) } }
}
