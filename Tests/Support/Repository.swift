import Foundation

/// Places in the checkout that the tests are compiled from.
public enum Repository {
    public static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    public static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    /// A product that was built together with the running tests.
    public static func product(_ name: String) -> String {
        (testBundle as NSString).deletingLastPathComponent + "/" + name
    }

    /// The executable that holds the running tests; /proc/self/exe is this or the toolchain's runner.
    public static let testBundle =
        Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
}
