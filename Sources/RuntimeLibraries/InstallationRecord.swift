/// What an installation wrote down about itself, beside the files it unpacked.
struct InstallationRecord: Sendable, Hashable, Codable {
    static let fileName = "installed.json"

    var name: String
    var version: String
    /// The package that the files came out of.
    var wheel: String
    var wheelSHA256: String
    /// The file among `files` that is loaded.
    var library: String?
    var files: [LockedFile]
    /// The interpreter that runs the worker, absolute; nil where none does.
    var python: String?
    /// What was built here, which no lock file can name; nil where nothing is.
    var built: [LockedFile]?

    init(_ installation: LockedInstallation, python: String? = nil, built: [LockedFile]? = nil) {
        name = installation.release.name
        version = installation.release.version
        wheel = installation.wheel.file
        wheelSHA256 = installation.wheel.sha256
        library = installation.wheel.library
        files = installation.namedFiles
        self.python = python
        self.built = built
    }

    enum CodingKeys: String, CodingKey {
        case name, version, wheel, library, files, python, built
        case wheelSHA256 = "wheel_sha256"
    }
}
