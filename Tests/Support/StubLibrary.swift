import Foundation
import Support

/// A shared library of a few lines of C, compiled when a test needs one that no package has.
public struct StubLibrary {
    public struct NotCompiled: Error, CustomStringConvertible {
        public var description: String
    }

    public static let compiler = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    public let path: String
    private let folder: TemporaryFolder

    public init(_ source: String) throws {
        folder = try TemporaryFolder(prefix: "pawl-stub-library")
        path = folder.file("libstub.so")
        try AtomicFile.write(source, to: folder.file("stub.c"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.compiler ?? "/usr/bin/cc")
        process.arguments = ["-shared", "-fPIC", "-w", "-o", path, folder.file("stub.c")]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotCompiled(description: source) }
    }
}
