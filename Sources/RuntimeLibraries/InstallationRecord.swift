/// What an installation wrote down about itself, beside the files it unpacked.
struct InstallationRecord: Sendable, Hashable, Codable {
    static let fileName = "installed.json"

    var name: String
    var version: String
    /// The package that the files came out of.
    var wheel: String
    var wheelSHA256: String
    /// The file among `files` that is loaded.
    var library: String
    var files: [LockedFile]

    init(_ release: RuntimeRelease, _ wheel: LockedWheel) {
        name = release.name
        version = release.version
        self.wheel = wheel.file
        wheelSHA256 = wheel.sha256
        library = wheel.library
        files = wheel.members
    }

    enum CodingKeys: String, CodingKey {
        case name, version, wheel, library, files
        case wheelSHA256 = "wheel_sha256"
    }
}
