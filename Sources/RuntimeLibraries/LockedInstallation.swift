import Diagnostics
import Foundation
import Support
import WorkerSources

/// What one installation of a release consists of: on this processor and, where the packages are made for one version of
/// Python, for that version.
struct LockedInstallation: Sendable, Hashable {
    let release: RuntimeRelease
    /// The runtime's own package first, then what it needs.
    let wheels: [LockedWheel]

    /// The package that the library comes from; a release always has one, which a test of the catalogue holds it to.
    var wheel: LockedWheel { wheels[0] }
    var requirement: RuntimeRequirement { release.requirement }
    /// The version of Python that runs it, such as `3.11`; nil for what runs without Python.
    var pythonVersion: String? { release.kind == .pythonWorker ? wheel.pip.pythonVersion : nil }

    /// The worker that ships with Pawl and is written beside the packages.
    var workerFiles: [WorkerSources.File] {
        switch release.kind {
        case .library: []
        case .pythonWorker: WorkerSources.python
        case .builtWorker: WorkerSources.executorch
        }
    }

    /// What the catalogue or the opened packages, and Pawl itself name one by one; lists of wheels that are unpacked whole among them.
    var namedFiles: [LockedFile] {
        wheels.flatMap { $0.members + [$0.contentList].compactMap(\.self) }
            + workerFiles.map {
                LockedFile(
                    path: $0.path, bytes: UInt64($0.content.count),
                    sha256: $0.content.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
            }
    }

    /// Everything that lies in the folder, by digest.
    ///
    /// - Throws: `RuntimeLibraryError.damaged` when a wheel's own list is not the locked one.
    func files(in folder: String) throws(RuntimeLibraryError) -> [LockedFile] {
        var files = namedFiles
        for wheel in wheels { files += try wheel.listedFiles(in: folder, of: requirement) }
        return files
    }

    /// How the worker is started out of `folder`; nil for a library.
    ///
    /// - Parameter python: the interpreter that the installation chose.
    func worker(in folder: String, python: String?) -> InstalledWorker? {
        if release.kind == .builtWorker { return InstalledWorker(arguments: ["\(folder)/\(WorkerBuild.program)"]) }
        guard release.kind == .pythonWorker, let python else { return nil }
        // Isolated, without site packages, and without byte code that nobody checked: what is measured is what was
        // installed, wherever it is started.
        return InstalledWorker(
            arguments: [
                python, "-I", "-S", "-B", "-X", "pycache_prefix=/dev/null", "\(folder)/pawl_worker",
                "--runtime", release.name, "--version", release.version,
            ])
    }
}

extension LockedInstallation {
    /// With what lies in its packages, where the project's lock names no more than the packages themselves.
    ///
    /// - Parameter paths: of the packages, in their order; their digests were checked.
    /// - Throws: `RuntimeLibraryError.noLibrary`, `.unpackFailed`.
    func opened(
        _ paths: [String], layout: PackageLayout
    ) throws(RuntimeLibraryError) -> LockedInstallation {
        var opened: [LockedWheel] = []
        for (wheel, path) in zip(wheels, paths) {
            var wheel = wheel
            let contents = try WheelContents(wheel: path, named: wheel.file)
            if wheel.package == nil {
                guard let selection = layout.select(from: contents.files) else {
                    throw .noLibrary(requirement, file: wheel.file, pattern: layout.library)
                }
                wheel.library = selection.library
                wheel.members = selection.members
            } else {
                wheel.contentList = contents.list
            }
            opened.append(wheel)
        }
        return LockedInstallation(release: release, wheels: opened)
    }

    /// Whether its packages are these, whatever is known of their contents.
    func hasSamePackages(as others: [LockedWheel]) -> Bool { wheels.map(\.unopened) == others.map(\.unopened) }
}

extension LockedWheel {
    fileprivate var unopened: LockedWheel {
        LockedWheel(
            package: package, architecture: architecture, file: file, bytes: nil, sha256: sha256, pip: pip,
            library: nil, members: [])
    }

    /// A list of a wheel with ten thousand files has a megabyte.
    private static let listLimit: UInt64 = 16 << 20

    /// What the unpacked list names; empty for a wheel whose members are locked one by one.
    ///
    /// - Throws: `RuntimeLibraryError.damaged` when the list is not the locked one, or is none.
    func listedFiles(
        in folder: String, of requirement: RuntimeRequirement
    ) throws(RuntimeLibraryError) -> [LockedFile] {
        guard let contentList else { return [] }
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: "\(folder)/\(contentList.path)", limit: Self.listLimit)
        } catch {
            throw .damaged(requirement, path: folder, reason: error.description)
        }
        return try withExtendedLifetime(mapped) { () throws(RuntimeLibraryError) in
            guard SHA256.hexadecimal(of: mapped.bytes) == contentList.sha256,
                let files = WheelContentList.files(
                    of: String(decoding: mapped.bytes, as: UTF8.self), listPath: contentList.path)
            else {
                throw .damaged(requirement, path: folder, reason: "\(contentList.path) is not what was locked")
            }
            return files
        }
    }
}

extension RuntimeRelease {
    /// The installations that this machine can have, one for each version of Python that packages were made for; a library
    /// has one.
    var installationsForThisMachine: [LockedInstallation] {
        let fitting = wheels.filter { $0.architecture == MachineArchitecture.current }
        let versions = fitting.map(\.pip.pythonVersion).reduce(into: [String]()) { versions, version in
            if !versions.contains(version) { versions.append(version) }
        }
        return versions.map { version in
            LockedInstallation(release: self, wheels: fitting.filter { $0.pip.pythonVersion == version })
        }
    }
}
