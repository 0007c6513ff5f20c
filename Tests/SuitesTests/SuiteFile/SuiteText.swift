import Diagnostics
import Foundation
import Suites
import Support

/// Suites as text, and what reading them gives.
enum SuiteText {
    /// Everything before the gates, sound.
    static let head = """
        pawl: 1
        suite: demo
        golden_sets:
          filetypes: ../GoldenSets/filetypes
        runtimes:
          ort: { name: onnxruntime, version: 1.31.1 }
        models:
          filetype:
            golden_set: filetypes
            reference: fp32
            variants:
              fp32: { file: fp32.onnx, runtime: ort }
              int8-qdq: { file: int8.onnx, runtime: ort }
          loose:
            golden_set: filetypes
            variants:
              only: { file: only.onnx, runtime: ort }

        """

    static func read(_ text: String) throws -> Suite {
        let folder = try TemporaryFolder(prefix: "pawl-suite-test")
        // Not through AtomicFile: the disk need not keep it.
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("a.yaml")))
        return try SuiteReader.read(file: folder.file("a.yaml"))
    }

    /// All findings, errors and warnings alike.
    static func findings(_ text: String) throws -> [Diagnostic] {
        do {
            return try read(text).warnings
        } catch let error as SuiteError {
            return error.diagnostics
        }
    }
}
