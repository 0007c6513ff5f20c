import Foundation
import Records

/// JSON in a column, as `RecordJSON` writes it: equal values are equal texts.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try RecordJSON.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ text: String) throws -> Value {
        try RecordJSON.decode(Data(text.utf8))
    }
}
