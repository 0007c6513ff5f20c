/// Words for the library's statuses, which come without any.
enum StatusText {
    /// The statuses of loading, compiling and running have words; others are named by their number alone.
    static func words(for status: Int32) -> String {
        let meaning: String? =
            switch status {
            case 1: "invalid argument"
            case 2: "out of memory"
            case 3: "failure in the runtime"
            case 4: "an input is missing"
            case 5: "not supported"
            case 6: "not found"
            case 500: "the file cannot be read"
            case 501: "the file is no valid model"
            case 504: "the model cannot be compiled"
            case 1000: "index out of bounds"
            default: nil
            }
        return meaning.map { "\($0) (LiteRT status \(status))" } ?? "LiteRT status \(status)"
    }
}
