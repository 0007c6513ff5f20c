/// What an installation is doing, for progress lines.
public enum InstallationStep: Sendable, Hashable, CustomStringConvertible {
    case alreadyInstalled(RuntimeRequirement)
    case waitingForAnotherInstallation
    /// What was there is damaged, and is replaced.
    case replacing(RuntimeRequirement)
    case fetching(file: String, bytes: UInt64)
    case usingCachedCopy(path: String)
    case discardingDamagedCopy(path: String)
    /// The download could not be kept for the next time.
    case cannotKeepCopy(reason: String)
    case unpacking(file: String)
    /// The worker, against the package.
    case building(RuntimeRequirement)
    case installed(RuntimeRequirement, path: String)

    public var description: String {
        switch self {
        case .alreadyInstalled(let requirement): "\(requirement) is installed and whole"
        case .waitingForAnotherInstallation: "waiting for another installation to finish"
        case .replacing(let requirement): "replacing a damaged \(requirement)"
        case .fetching(let file, let bytes): "fetching \(file) (\(bytes) bytes)"
        case .usingCachedCopy(let path): "using the copy in \(path)"
        case .discardingDamagedCopy(let path): "not using the damaged copy in \(path)"
        case .cannotKeepCopy(let reason): "the package cannot be kept for the next time: \(reason)"
        case .unpacking(let file): "unpacking \(file)"
        case .building(let requirement): "building the worker for \(requirement) (a minute or two)"
        case .installed(let requirement, let path): "installed \(requirement) in \(path)"
        }
    }
}
