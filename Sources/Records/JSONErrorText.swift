/// What is wrong with a text of JSON, as its decoder tells it.
package enum JSONErrorText {
    /// Names the place within the content that a decoder stumbled over, and what it wanted there.
    package static func words(of error: any Error) -> String {
        func place(_ context: DecodingError.Context) -> String {
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return (path.isEmpty ? "" : "at \(path.prefix(200)): ") + context.debugDescription.prefix(300)
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            "'\(key.stringValue.prefix(200))' is missing, \(place(context))"
        case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            place(context)
        default: "\(error)"
        }
    }
}
