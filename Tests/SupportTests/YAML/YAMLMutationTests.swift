import Diagnostics
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct YAMLMutationTests {
    /// SplitMix64 (Steele, Lea & Flood 2014): the same mutations on every machine.
    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let text = """
        pawl: 1
        suite: demo
        runtimes:
          ort: { name: onnxruntime, version: 1.31.1, options: [a, 'b', "c\\x41"] }
        models:
          - name: filetype   # a comment
            text: |
              literal
            folded: >-
              folded
        gates:
          - { metric: accuracy, against: reference, max_drop: 1 point }
        """

    @Test("Four thousand mutations of a document give a tree or an error with a place", arguments: 0..<4)
    func mutationsNeverCrash(seed: UInt64) throws {
        var random = Random(state: seed)
        let original = Array(Self.text.utf8)
        let alphabet =
            Array("\t\n\r :-?[]{},#&*!|>'\"%@`\\~a1\u{0}\u{7F}\u{85}\u{FEFF}".utf8) + [0x80, 0xC3, 0xE2, 0xF0, 0xFF]
        for _ in 0..<1000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[position] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: position)
                case 2: bytes.remove(at: position)
                case 3: bytes.removeSubrange(position...)
                default:
                    let length = min(40, bytes.count - position)
                    bytes.insert(contentsOf: bytes[position..<position + length], at: 0)
                }
            }
            do throws(YAMLError) {
                let document = try Self.parse(bytes)
                #expect(document.root.location.line >= 1)
            } catch {
                let finding = try #require(error.diagnostics.first)
                #expect(!finding.message.isEmpty)
                let place = try #require(finding.location)
                #expect(place.line >= 1 && place.column >= 1)
            }
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLDocument {
        let result = bytes.withUnsafeBytes { buffer -> Result<YAMLDocument, YAMLError> in
            do throws(YAMLError) { return .success(try YAMLDocument.parse(buffer, file: "a.yaml")) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
