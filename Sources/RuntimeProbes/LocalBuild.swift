import Diagnostics
import Foundation
import InferenceCore
import Support

/// A library of a runtime that the user built or fetched: what it is, by its own file.
public struct LocalBuild: Sendable, Hashable {
    /// Absolute.
    public let path: String
    /// SHA-256, lower-case hexadecimal.
    public let digest: String
    public let bytes: UInt64
    /// The runtime that it is of, by its symbols: `onnxruntime`, `openvino` or `litert`.
    public let runtime: String
    /// SHA-256 of the libraries that it needs or may load and that lie in its folder, by their file names.
    public let companions: [String: String]

    /// Reads the file and those beside it; runs nothing.
    ///
    /// - Parameter path: absolute.
    /// - Throws: `LocalBuildError`.
    public init(path: String) throws(LocalBuildError) {
        if let reason = LibraryFile.unfitness(at: path) { throw .unusable(path: path, reason: reason) }
        guard let kind = Self.kinds.first(where: { LibraryFile.names($0.symbol, at: path) }) else {
            throw .unknownRuntime(path: path, symbols: Self.kinds.map { ($0.runtime, $0.symbol) })
        }
        self.path = path
        runtime = kind.runtime
        do throws(FileError) {
            let file = try MappedFile(path: path)
            bytes = UInt64(file.bytes.count)
            digest = SHA256.hexadecimal(of: file)
            companions = try Self.companions(of: path, prefix: kind.prefix)
        } catch {
            throw .unusable(path: path, reason: error.description)
        }
    }

    /// Whether it can stand for a runtime that a suite names: packages of ONNX Runtime differ in their providers only.
    public func isOf(_ name: String) -> Bool {
        name == runtime || name.hasPrefix(runtime + "-") && runtime == "onnxruntime"
    }

    /// Whether it tells its own version when it is asked.
    public var saysVersion: Bool { runtime != "litert" }

    /// The symbol that everything begins with, and what the names of libraries begin with that are opened while a model runs.
    private static let kinds: [(runtime: String, symbol: String, prefix: String)] = [
        ("onnxruntime", "OrtGetApiBase", "libonnxruntime_"), ("openvino", "ov_get_openvino_version", "libopenvino"),
        ("litert", "LiteRtCreateEnvironment", "libLiteRt"),
    ]

    private static func companions(of path: String, prefix: String) throws(FileError) -> [String: String] {
        let folder = (path as NSString).deletingLastPathComponent
        let own = realpath(path)
        let opened = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix(prefix) && $0.contains(".so") }.map { "\(folder)/\($0)" }
        var companions: [String: String] = [:]
        for companion in Set((LibraryFile.neighbours(of: path) + opened).map(realpath)) where companion != own {
            guard LibraryFile.defect(at: companion) == nil else { continue }
            companions[(companion as NSString).lastPathComponent] = try SHA256.hexadecimal(ofFile: companion)
        }
        return companions
    }

    /// A link beside the library is what it leads to, under a shorter name.
    private static func realpath(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}

/// Why a file cannot stand for a runtime.
public enum LocalBuildError: DiagnosableError {
    case unusable(path: String, reason: String)
    case unknownRuntime(path: String, symbols: [(runtime: String, symbol: String)])
    case otherRuntime(LocalBuild, wanted: String)
    case otherVersion(LocalBuild, found: String, wanted: String)
    case noVersion(LocalBuild)
    case refused(ProbeReport, path: String)

    public var blame: Blame {
        switch self {
        case .unusable, .unknownRuntime, .otherRuntime, .otherVersion, .noVersion, .refused: .input
        }
    }

    public var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .unusable(let path, let reason):
            Diagnostic(
                code: "library.unusable", "\(path) cannot be opened as a runtime's library",
                hint: "name a shared library that was built for this machine", cause: reason)
        case .unknownRuntime(let path, let symbols):
            Diagnostic(
                code: "library.unknown", "\(path) is no library of a runtime that Pawl opens",
                hint: "the library itself is wanted, such as libonnxruntime.so, and not one that only uses it",
                cause: "it exports none of "
                    + symbols.map { "\($0.symbol) (\($0.runtime))" }.joined(separator: ", "))
        case .otherRuntime(let build, let wanted):
            Diagnostic(
                code: "library.other-runtime", "\(build.path) is a library of \(build.runtime), not of \(wanted)",
                hint: "write name: \(build.runtime), or name another library")
        case .otherVersion(let build, let found, let wanted):
            Diagnostic(
                code: "library.other-version", "\(build.path) says that it is version \(found), not \(wanted)",
                hint: "correct 'version', or leave it out: the library is asked for it")
        case .noVersion(let build):
            Diagnostic(
                code: "library.no-version", "\(build.path) does not say its version, as no library of LiteRT does",
                hint: "add the release that it was built from, such as version: 2.3.0; its interface is chosen by that")
        case .refused(let report, let path):
            Diagnostic(
                code: "library.refused", "\(report.title) in \(path) cannot be measured with",
                hint: "`pawl runtime probe` shows all that was tried", cause: report.refusal.map(report.words))
        }
    }
}
