import Foundation

/// The releases that Pawl was tested with, each held by digest.
public enum RuntimeCatalogue {
    /// Newest first within a runtime.
    public static let known: [RuntimeRelease] = {
        do {
            return try decode(Data(PackageResources.runtimes_lock_json))
        } catch {
            preconditionFailure("the embedded lock file cannot be read: \(error)")
        }
    }()

    static func decode(_ data: Data) throws -> [RuntimeRelease] {
        struct LockFile: Decodable {
            var lock: Int
            var releases: [RuntimeRelease]
        }
        let file = try JSONDecoder().decode(LockFile.self, from: data)
        precondition(file.lock == 1, "lock file of another version")
        return file.releases
    }
}

extension [RuntimeRelease] {
    /// The versions of a runtime by the SHA-256 of their libraries, for every processor.
    public func versionsByLibraryDigest(of name: String) -> [String: String] {
        let releases = filter { $0.name == name }
        let pairs = releases.flatMap { release in
            release.wheels.flatMap { wheel in
                wheel.members.filter { $0.path == wheel.library }.map { ($0.sha256, release.version) }
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// - Returns: nil for a version that Pawl was not tested with.
    func release(for requirement: RuntimeRequirement) -> RuntimeRelease? {
        first { $0.requirement == requirement }
    }
}

/// How an installed runtime comes to run models.
public enum RuntimeKind: String, Sendable, Hashable, Codable {
    /// Pawl's own worker opens its library.
    case library
    /// Python packages, served by the worker in Python that ships with Pawl.
    case pythonWorker = "python worker"
    /// C++ headers and libraries, against which the worker that ships with Pawl is built when it is installed.
    case builtWorker = "built worker"
}

/// The processor architecture this program was built for, as package names spell it.
enum MachineArchitecture {
    static var current: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "aarch64"
        #else
            "unknown"
        #endif
    }
}
