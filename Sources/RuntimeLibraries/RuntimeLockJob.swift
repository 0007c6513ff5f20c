import Diagnostics
import Foundation
import Support

/// One command's work on what is locked of one runtime, with the installer's folder to itself.
struct RuntimeLockJob {
    private let installer: RuntimeInstaller
    private let family: RuntimeFamily
    private let interruption: Interruption
    private let progress: (InstallationStep) -> Void

    private var lockFile: RuntimeLockFile { installer.folder.lockFile }

    /// - Throws: `RuntimeLibraryError.unknownRuntime`.
    init(
        _ installer: RuntimeInstaller, name: String, interruption: Interruption,
        progress: @escaping (InstallationStep) -> Void
    ) throws(RuntimeLibraryError) {
        self.installer = installer
        family = try installer.catalogue.family(of: name)
        self.interruption = interruption
        self.progress = progress
    }

    private func locker() throws(RuntimeLibraryError) -> RuntimeLocker {
        let index = RuntimeIndex(
            folder: installer.folder, catalogue: installer.catalogue, environment: installer.environment)
        return RuntimeLocker(index: index, family: family, fetcher: try installer.fetcher(interruption, progress))
    }

    /// Which version a request means; one that nobody vouches for yet is locked.
    ///
    /// What names one version means it wherever it stands; a range, or nothing, means the newest there is, which the index knows.
    ///
    /// - Throws: `RuntimeLibraryError.resolvesNothing` where the policy forbids to look; what looking up and fetching throw.
    func settle(_ request: VersionRequest) throws(RuntimeLibraryError) -> RuntimeRequirement {
        let isExact = request.versions.exactVersion != nil
        if isExact, let tested = known(installer.catalogue, request).last { return tested }
        var lock = try lockFile.read(for: installer.catalogue)
        let vouched = known(installer.catalogue, request) + known(lock, request)
        if isExact, let locked = vouched.last { return locked }
        if case .lockedOnly(let cause) = installer.policy {
            guard let newest = vouched.max(by: Self.precedes) else {
                let any = VersionRequest(name: request.name, versions: .any)
                let known = (known(installer.catalogue, any) + known(lock, any)).sorted(by: Self.precedes)
                throw .resolvesNothing(request.description, because: cause, known: known.map(\.description))
            }
            return newest
        }
        let locker = try locker()
        let offer = try locker.offer()
        let requirement = try offer.requirement(for: request)
        if vouched.contains(requirement) { return requirement }
        let entry = try locker.entry(of: requirement, from: offer)
        lock.insert(entry)
        try lockFile.write(lock)
        progress(.locked(requirement, packages: entry.packageCount, path: lockFile.path))
        return requirement
    }

    /// Takes the digests that the index has now of every version of the runtime that is locked.
    ///
    /// - Returns: the entries as they were and as they are; one that the index no longer offers stays, and is nil behind.
    func update() throws(RuntimeLibraryError) -> [(before: RuntimeLock.Entry, after: RuntimeLock.Entry?)] {
        var lock = try lockFile.read(for: installer.catalogue)
        let entries = lock.entries.filter { $0.name == family.name }
        guard !entries.isEmpty else { return [] }
        let locker = try locker()
        let offer = try locker.offer()
        var changes: [(before: RuntimeLock.Entry, after: RuntimeLock.Entry?)] = []
        for entry in entries {
            guard !offer.wheels(of: entry.requirement).isEmpty else {
                changes.append((entry, nil))
                continue
            }
            let renewed = try locker.entry(of: entry.requirement, from: offer)
            lock.insert(renewed)
            changes.append((entry, renewed))
        }
        if changes.contains(where: { $0.after != nil && $0.after != $0.before }) { try lockFile.write(lock) }
        return changes
    }

    private func known(_ catalogue: [RuntimeRelease], _ request: VersionRequest) -> [RuntimeRequirement] {
        matching(catalogue.map(\.requirement), request)
    }

    private func known(_ lock: RuntimeLock, _ request: VersionRequest) -> [RuntimeRequirement] {
        matching(lock.entries.map(\.requirement), request)
    }

    private func matching(_ requirements: [RuntimeRequirement], _ request: VersionRequest) -> [RuntimeRequirement] {
        requirements.filter { requirement in
            requirement.name == request.name
                && RuntimeVersion(requirement.version).map(request.versions.contains) ?? false
        }
    }

    private static func precedes(_ left: RuntimeRequirement, _ right: RuntimeRequirement) -> Bool {
        guard let first = RuntimeVersion(left.version), let second = RuntimeVersion(right.version) else { return false }
        return first < second
    }
}

extension RuntimeLock.Entry {
    /// How many files it names.
    var packageCount: Int { wheels.count + needs.map(\.wheels.count).reduce(0, +) }
}

extension RuntimeInstaller {
    /// Locks a version without installing it.
    ///
    /// - Throws: `RuntimeLibraryError`; `pawl.lock` is then as it was.
    public func lock(
        _ request: VersionRequest, interruption: Interruption = Interruption(),
        progress: @escaping (InstallationStep) -> Void = { _ in }
    ) throws(RuntimeLibraryError) -> RuntimeRequirement {
        let turn = try waitForTurn(interruption, progress)
        defer { withExtendedLifetime(turn) {} }
        return try RuntimeLockJob(self, name: request.name, interruption: interruption, progress: progress)
            .settle(request)
    }

    /// Takes the digests that the package index has now for every locked version of a runtime.
    ///
    /// - Throws: `RuntimeLibraryError`; `pawl.lock` is then as it was.
    public func updateLock(
        of name: String, interruption: Interruption = Interruption(),
        progress: @escaping (InstallationStep) -> Void = { _ in }
    ) throws(RuntimeLibraryError) -> [LockUpdate] {
        let turn = try waitForTurn(interruption, progress)
        defer { withExtendedLifetime(turn) {} }
        return try RuntimeLockJob(self, name: name, interruption: interruption, progress: progress).update()
            .map(LockUpdate.init)
    }

    /// Removes an installed version, whole or not; its packages stay in the cache.
    ///
    /// - Parameter unlocks: takes it out of `pawl.lock`, too.
    /// - Returns: whether there was anything to remove.
    /// - Throws: `RuntimeLibraryError`.
    public func remove(
        _ requirement: RuntimeRequirement, unlocks: Bool, interruption: Interruption = Interruption()
    ) throws(RuntimeLibraryError) -> Bool {
        let turn = try waitForTurn(interruption) { _ in }
        defer { withExtendedLifetime(turn) {} }
        var isChanged = false
        if unlocks {
            var lock = try folder.lockFile.read(for: catalogue)
            if lock.entry(for: requirement) != nil {
                lock.remove(requirement)
                try folder.lockFile.write(lock)
                isChanged = true
            }
        }
        let place = installed.folder(of: requirement)
        let retired = "\(folder.runtimes)/\(Self.stagingPrefix)\(UUID().uuidString)"
        guard rename(place, retired) == 0 else {
            guard errno == ENOENT else {
                throw .file(.unwritable(path: place, reason: SystemMessage.text()))
            }
            return isChanged
        }
        try? FileManager.default.removeItem(atPath: retired)
        // Of a runtime without versions no folder stays; one that has others is not empty.
        rmdir((place as NSString).deletingLastPathComponent)
        return true
    }
}

/// What became of a locked version when its digests were taken anew.
public struct LockUpdate: Sendable, Hashable {
    public let requirement: RuntimeRequirement
    /// By their files' names; empty where nothing changed.
    public let added, changed, removed: [String]
    /// Whether the index no longer has it: its entry stayed as it was.
    public let isGone: Bool

    init(before: RuntimeLock.Entry, after: RuntimeLock.Entry?) {
        requirement = before.requirement
        isGone = after == nil
        let old = before.digests
        let new = (after ?? before).digests
        added = new.keys.filter { old[$0] == nil }.sorted()
        removed = old.keys.filter { new[$0] == nil }.sorted()
        changed = new.filter { old[$0.key] != nil && old[$0.key] != $0.value }.map(\.key).sorted()
    }
}

extension RuntimeLock.Entry {
    fileprivate var digests: [String: String] {
        let all = wheels + needs.flatMap(\.wheels)
        return Dictionary(all.map { ($0.file, $0.sha256) }) { first, _ in first }
    }
}
