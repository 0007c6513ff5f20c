import Foundation
import Support

/// Whether what is not locked may be looked up in the package index.
public enum LockPolicy: Sendable, Hashable {
    /// It may, and goes into `pawl.lock`.
    case resolve
    /// It may not, for the reason given: `--locked`, or `CI=true`.
    case lockedOnly(because: String)
}

/// Looks runtimes up in the package index and settles their packages' digests.
struct RuntimeLocker {
    let index: RuntimeIndex
    let family: RuntimeFamily
    let fetcher: PackageFetcher

    /// What the index has of the runtime.
    func offer() throws(RuntimeLibraryError) -> RuntimeOffer {
        fetcher.progress(.askingIndex(package: family.package))
        return try index.offer(of: family, interruption: fetcher.interruption)
    }

    /// The entry of one version, with all packages that installations take on any processor.
    ///
    /// This machine's package is fetched and looked into: a version that Pawl cannot open is not locked, and what it needs stands in it.
    ///
    /// - Throws: `RuntimeLibraryError.notOffered`, `.noPackage`, `.noLibrary`, and what fetching throws.
    func entry(
        of requirement: RuntimeRequirement, from offer: RuntimeOffer
    ) throws(RuntimeLibraryError) -> RuntimeLock.Entry {
        let wheels = offer.wheels(of: requirement)
        let own = family.release(.init(name: family.name, version: requirement.version, wheels: wheels, needs: []))
        guard let wheel = own.wheels.first(where: { $0.architecture == MachineArchitecture.current }) else {
            throw .noPackage(requirement, architecture: MachineArchitecture.current)
        }
        let contents = try WheelContents(wheel: try fetcher.obtain(wheel, of: own), named: wheel.file)
        guard family.layout.select(from: contents.files) != nil else {
            throw .noLibrary(requirement, file: wheel.file, pattern: family.layout.library)
        }
        var needs: [RuntimeLock.Need] = []
        for package in family.supportingPackages {
            needs.append(try need(package, contents.metadata.versions(of: package) ?? .any, of: requirement))
        }
        return RuntimeLock.Entry(name: family.name, version: requirement.version, wheels: wheels, needs: needs)
    }

    /// The version that Pawl was tested with where it will do, else the newest that will.
    private func need(
        _ package: String, _ wanted: VersionSpecifier, of requirement: RuntimeRequirement
    ) throws(RuntimeLibraryError) -> RuntimeLock.Need {
        let tested = family.testedSupport.filter { $0.package?.name == package }
        if let version = tested.first?.package?.version, RuntimeVersion(version).map(wanted.contains) ?? false {
            let wheels = tested.map { IndexedWheel(file: $0.file, bytes: $0.bytes, sha256: $0.sha256) }
            return .init(package: package, version: version, wheels: Set(wheels).sorted { $0.file < $1.file })
        }
        fetcher.progress(.askingIndex(package: package))
        let listing = try index.listing(of: package, interruption: fetcher.interruption)
        let usable = listing.byVersion(of: package).compactMap { text, items -> (RuntimeVersion, [IndexedWheel])? in
            let wheels = items.filter { $0.yanked == nil }.map(\.wheel)
            guard let version = RuntimeVersion(text), !version.isPreRelease,
                family.hasWheel(for: MachineArchitecture.current, among: wheels)
            else { return nil }
            return (version, family.chosen(among: wheels))
        }.sorted { $0.0 < $1.0 }
        guard let newest = usable.last(where: { wanted.contains($0.0) }) else {
            throw .notOffered(
                "\(package)\(wanted), which \(requirement) runs with", yanked: nil, offered: usable.map(\.0),
                indexes: listing.indexes)
        }
        return .init(package: package, version: newest.0.description, wheels: newest.1)
    }
}
