import Foundation

/// The wheels of one package, and where they were looked for.
struct IndexListing: Sendable, Decodable {
    struct Item: Sendable, Decodable {
        var file: String
        var sha256: String
        var bytes: UInt64?
        /// Why it should not be taken any more, which may be empty; nil for one that may be.
        var yanked: String?

        var wheel: IndexedWheel { IndexedWheel(file: file, bytes: bytes, sha256: sha256) }
    }

    var wheels: [Item]
    var indexes: [String]

    /// The wheels of each version of a package, by the version as their names have it.
    func byVersion(of package: String) -> [String: [Item]] {
        var versions: [String: [Item]] = [:]
        for item in wheels {
            guard let name = WheelName(item.file),
                WheelName.normalized(name.distribution) == WheelName.normalized(package)
            else { continue }
            versions[name.version, default: []].append(item)
        }
        return versions
    }
}

/// What an index has of a runtime.
struct RuntimeOffer: Sendable {
    let family: RuntimeFamily
    private let indexes: [String]
    private let byVersion: [String: [IndexListing.Item]]

    init(family: RuntimeFamily, listing: IndexListing) {
        self.family = family
        indexes = listing.indexes
        byVersion = listing.byVersion(of: family.package)
    }

    /// As `RuntimeIndex.versions` says.
    var versions: [RuntimeVersion] { versions(withPreReleases: false) }

    private func versions(withPreReleases: Bool) -> [RuntimeVersion] {
        let all = byVersion.compactMap { text, items -> RuntimeVersion? in
            let wheels = items.filter { $0.yanked == nil }.map(\.wheel)
            guard family.hasWheel(for: MachineArchitecture.current, among: wheels),
                (try? RuntimeRequirement(name: family.name, version: text)) != nil
            else { return nil }
            return RuntimeVersion(text)
        }
        let releases = all.filter { !$0.isPreRelease }
        return (withPreReleases || releases.isEmpty ? all : releases).sorted()
    }

    /// The newest version that a request takes, as the index spells it.
    ///
    /// - Throws: `RuntimeLibraryError.notOffered` for one that is missing or yanked; `.noPackage`.
    func requirement(for request: VersionRequest) throws(RuntimeLibraryError) -> RuntimeRequirement {
        let known = versions(withPreReleases: request.versions.namesPreRelease)
        if let newest = known.last(where: request.versions.contains) {
            return try RuntimeRequirement(name: family.name, version: newest.description)
        }
        let unusable = byVersion.filter { text, _ in RuntimeVersion(text).map(request.versions.contains) ?? false }
        if request.versions.exactVersion != nil, let (text, items) = unusable.first {
            guard items.allSatisfy({ $0.yanked != nil }) else {
                throw .noPackage(
                    try RuntimeRequirement(name: family.name, version: text), architecture: MachineArchitecture.current)
            }
            throw .notOffered(
                request.description, yanked: items.compactMap(\.yanked).first, offered: known, indexes: indexes)
        }
        throw .notOffered(request.description, yanked: nil, offered: known, indexes: indexes)
    }

    /// The wheels of one version that installations take, for all processors; a yanked one is none of them.
    func wheels(of requirement: RuntimeRequirement) -> [IndexedWheel] {
        family.chosen(among: (byVersion[requirement.version] ?? []).filter { $0.yanked == nil }.map(\.wheel))
    }
}
