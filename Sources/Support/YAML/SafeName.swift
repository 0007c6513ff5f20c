/// Which names from files may become names of files, cells, XML classes and database rows.
public enum SafeName {
    public static let maximumLength = 64

    public static let rule =
        "names have 1 to \(maximumLength) of the characters A-Z a-z 0-9 . _ - and do not begin with '.' or '-'"

    public static func accepts(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count <= maximumLength, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
