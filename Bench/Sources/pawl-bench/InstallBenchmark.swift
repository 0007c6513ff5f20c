import Foundation
import Harness
import PawlCommand
import Records
import RuntimeLibraries
import RuntimeProbes
import Statistics
import Support
import Synchronization

/// An installation from the cache against `unzip` of the same wheels, in turn, each into a new folder; and the time of a probe.
struct InstallBenchmark {
    static let goal = 1.2
    static let probeSeconds = 3.0
    private static let timeoutSeconds = 300.0
    /// One of each family with a library that Pawl opens itself, and two with a worker of their own.
    private static let subjects = [
        "onnxruntime==1.31.1", "openvino==2026.4.1", "litert==2.3.0", "mnn==3.6.1", "ncnn==1.0.20261020",
    ]

    var repetitions: Int
    var progress: (String) -> Void

    /// Two lines a runtime. The first installation of each fetches what the cache lacks, and is not timed.
    func run() throws -> [BenchmarkLine] {
        try Self.subjects.flatMap { subject in
            progress("installing \(subject) ...")
            return try lines(try RuntimeRequirement(parsing: subject))
        }
    }

    private func lines(_ requirement: RuntimeRequirement) throws -> [BenchmarkLine] {
        let first = try install(requirement)
        let cache = DownloadCache.ofUser()
        let locked = RuntimeCatalogue.known.first { $0.requirement == requirement }?.wheels ?? []
        let wheels = first.unpacked.compactMap { file in locked.first { $0.file == file } }
            .map { cache.location(ofSHA256: $0.sha256) }
        var ratios: [Double] = []
        for repetition in 0..<repetitions {
            // Whatever the machine does meanwhile falls on both, and neither is always first.
            if repetition.isMultiple(of: 2) {
                let installed = try install(requirement).seconds
                ratios.append(installed / (try unzip(wheels)))
            } else {
                let unzipped = try unzip(wheels)
                ratios.append(try install(requirement).seconds / unzipped)
            }
        }
        let ratio = Sample(ratios)?.median ?? .nan
        let name = "\(requirement): install from the cache over unzip of the same"
        return [.atMost(Self.goal, name, ratio, "x")] + (try probe(first.library, requirement))
    }

    private struct Installation {
        /// Holds the library.
        var folder: TemporaryFolder
        var library: InstalledLibrary
        /// Names of wheels.
        var unpacked: [String]
        var seconds: Double
    }

    private func install(_ requirement: RuntimeRequirement) throws -> Installation {
        let folder = try TemporaryFolder(prefix: "pawl-bench-install")
        let unpacked = Mutex<[String]>([])
        let start = ContinuousClock.now
        let library = try RuntimeInstaller(folder: PawlFolder(path: folder.file(".pawl"))).install(requirement) {
            step in
            if case .unpacking(let file) = step { unpacked.withLock { $0.append(file) } }
        }
        return Installation(
            folder: folder, library: library, unpacked: unpacked.withLock { $0 },
            seconds: start.duration(to: .now) / .seconds(1))
    }

    /// - Returns: seconds.
    private func unzip(_ wheels: [String]) throws -> Double {
        let folder = try TemporaryFolder(prefix: "pawl-bench-unzip")
        let start = ContinuousClock.now
        for wheel in wheels {
            let outcome = try BoundedCommand(
                ["unzip", "-q", "-o", wheel, "-d", folder.path], environment: ProcessInfo.processInfo.environment,
                timeoutSeconds: Self.timeoutSeconds
            ).run()
            guard outcome.succeeded else {
                throw TraceError.wrongArgument("unzip failed: \(outcome.standardError)", hint: "apt-get install unzip")
            }
        }
        return start.duration(to: .now) / .seconds(1)
    }

    /// Nothing for a runtime with a worker of its own, which has no probe.
    private func probe(_ library: InstalledLibrary, _ requirement: RuntimeRequirement) throws -> [BenchmarkLine] {
        guard library.worker == nil, RuntimeProbe.covers(library.name) else { return [] }
        let worker = CommandContext.ofThisProcess().worker
        let subject = RuntimeProbe.Subject(
            name: library.name, version: library.version, path: library.path, digest: library.digest)
        let start = ContinuousClock.now
        let report = try RuntimeProbe(subject) { () throws(WorkerFailure) -> WorkerProcess in
            let process = try WorkerProcess(
                worker, interruption: Interruption(), timeoutSeconds: RuntimeProbe.defaultTimeoutSeconds)
            process.runtimeName = subject.name
            return process
        }.run()
        guard report.refusal == nil else { return [] }
        let seconds = start.duration(to: .now) / .seconds(1)
        return [.atMost(Self.probeSeconds, "\(requirement): probe", seconds, "s")]
    }
}
