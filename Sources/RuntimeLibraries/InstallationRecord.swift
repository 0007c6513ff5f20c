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

    init(_ installation: LockedInstallation, python: String? = nil) {
        name = installation.release.name
        version = installation.release.version
        wheel = installation.wheel.file
        wheelSHA256 = installation.wheel.sha256
        library = installation.wheel.library
        files = installation.files
        self.python = python
    }

    enum CodingKeys: String, CodingKey {
        case name, version, wheel, library, files, python
        case wheelSHA256 = "wheel_sha256"
    }
}
