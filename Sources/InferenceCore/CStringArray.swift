import Foundation

/// Swift strings as an array of C strings, for the length of a call.
public enum CStringArray {
    public static func with<Result>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>>?) -> Result)
        -> Result
    {
        let copies = strings.map { text in
            text.withCString { source in
                let count = strlen(source) + 1
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: count)
                copy.initialize(from: source, count: count)
                return UnsafePointer(copy)
            }
        }
        defer { copies.forEach { $0.deallocate() } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
