/// What all versions of a runtime have in common, taken from those that Pawl was tested with.
struct RuntimeFamily: Sendable, Hashable {
    let name: String
    /// As indexes call it.
    let package: String
    let title: String
    let licence: String
    let kind: RuntimeKind
    /// The versions of Python that its worker runs in; none where Python runs nothing.
    let pythonVersions: [String]
    let layout: PackageLayout
    /// Packages that it runs with, by their names, in the order in which they are unpacked.
    let supportingPackages: [String]
    /// Those packages as tested.
    let testedSupport: [LockedWheel]

    /// What the choice of wheels goes by: a Python each, or whatever Python.
    var choices: [String?] { pythonVersions.isEmpty ? [nil] : pythonVersions }

    /// Whether a processor can run one of these wheels.
    func hasWheel(for architecture: String, among wheels: [IndexedWheel]) -> Bool {
        choices.contains { WheelChoice.best(among: wheels, architecture: architecture, pythonVersion: $0) != nil }
    }

    /// The wheels that any processor's installation takes, in the order of their names.
    func chosen(among wheels: [IndexedWheel]) -> [IndexedWheel] {
        let architectures = Set(wheels.flatMap { WheelName($0.file)?.architectures ?? [MachineArchitecture.current] })
        let chosen = architectures.flatMap { architecture in
            choices.compactMap {
                WheelChoice.best(among: wheels, architecture: architecture, pythonVersion: $0)?.wheel
            }
        }
        return Set(chosen).sorted { $0.file < $1.file }
    }
}

extension RuntimeFamily {
    /// An entry of the lock as a release: which of its wheels are taken on each processor, and for each Python.
    func release(_ entry: RuntimeLock.Entry) -> RuntimeRelease {
        let architectures = entry.wheels.flatMap { WheelName($0.file)?.architectures ?? [MachineArchitecture.current] }
        let wheels = Set(architectures).sorted().flatMap { architecture in
            choices.flatMap { python in
                self.wheels(of: entry, architecture: architecture, pythonVersion: python) ?? []
            }
        }
        return RuntimeRelease(
            name: name, package: package == name ? nil : package, version: entry.version, title: title,
            licence: licence, kind: kind, wheels: wheels)
    }

    /// - Returns: nil when one of them has no package for it.
    private func wheels(
        of entry: RuntimeLock.Entry, architecture: String, pythonVersion: String?
    ) -> [LockedWheel]? {
        guard
            let own = WheelChoice.best(
                among: entry.wheels, architecture: architecture, pythonVersion: pythonVersion)
        else { return nil }
        var wheels = [own.locked(architecture: architecture)]
        for need in entry.needs {
            guard
                let choice = WheelChoice.best(
                    among: need.wheels, architecture: architecture, pythonVersion: pythonVersion)
            else { return nil }
            let package = LockedPackage(name: need.package, version: need.version)
            wheels.append(choice.locked(architecture: architecture, package: package))
        }
        return wheels
    }
}

extension WheelChoice {
    /// As installations know it, before anyone looked into it.
    func locked(architecture: String, package: LockedPackage? = nil) -> LockedWheel {
        LockedWheel(
            package: package, architecture: architecture, file: wheel.file, bytes: wheel.bytes, sha256: wheel.sha256,
            pip: selection, library: nil, members: [])
    }
}

extension [RuntimeRelease] {
    /// The names of its runtimes, in their order.
    public var names: [String] {
        reduce(into: []) { names, release in if !names.contains(release.name) { names.append(release.name) } }
    }

    /// - Throws: `RuntimeLibraryError.unknownRuntime`, with what is known.
    func family(of name: String) throws(RuntimeLibraryError) -> RuntimeFamily {
        guard let tested = first(where: { $0.name == name }) else {
            throw .unknownRuntime(name: name, known: Set(map(\.name)).sorted())
        }
        let pythons = tested.wheels.map(\.pip.pythonVersion).reduce(into: [String]()) { versions, version in
            if !versions.contains(version) { versions.append(version) }
        }
        let layout = PackageLayout.known[name] ?? PackageLayout(library: tested.wheels.first?.library ?? "")
        return RuntimeFamily(
            name: name, package: tested.package ?? name, title: tested.title, licence: tested.licence,
            kind: tested.kind, pythonVersions: tested.kind == .pythonWorker ? pythons : [], layout: layout,
            supportingPackages: tested.supportingPackages, testedSupport: tested.wheels.filter { $0.package != nil })
    }
}
