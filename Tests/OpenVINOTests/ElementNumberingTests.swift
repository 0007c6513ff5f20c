import COpenVINO
import InferenceCore
import TestSupport
import Testing

@testable import OpenVINO

@Suite("How OpenVINO numbers types of elements", .hangLimit)
struct ElementNumberingTests {
    /// `ov_element_type_e` of 2022.1 (early) and 2026.4 (current), as their headers have them.
    static let known: [(ElementNumbering, ElementType, Int32)] = [
        (.early, .bool, 2), (.early, .float32, 5), (.early, .int64, 11), (.early, .uint8, 14), (.early, .uint64, 17),
        (.shifted, .bool, 2), (.shifted, .float32, 5), (.shifted, .uint8, 17), (.shifted, .uint64, 20),
        (.current, .bool, 1), (.current, .float32, 4), (.current, .int64, 10), (.current, .uint8, 16),
    ]

    @Test("is that of the headers")
    func headers() {
        for (numbering, type, code) in Self.known {
            #expect(numbering.code(of: type) == code, "\(numbering), \(type)")
            #expect(numbering.type(of: code) == type, "\(numbering), \(code)")
        }
    }

    @Test("differs in the size of some element between any two, so that a library can be asked")
    func tellsThemApart() {
        for one in ElementNumbering.allCases {
            for other in ElementNumbering.allCases where other != one {
                let agrees = ElementType.allCases.allSatisfy { type in
                    other.type(of: one.code(of: type))?.byteCount == type.byteCount
                }
                #expect(!agrees, "\(one) and \(other)")
            }
        }
    }
}
