/// Which versions of OpenVINO Pawl calls.
///
/// The rule: 2025.4 up to and including 2026.4, any patch release. Every function and structure that Pawl uses was used
/// in the oldest and the newest of these (2025.4.1 and 2026.4.1): what agrees at both ends agrees in between. A newer
/// version is accepted once the tests have run against it.
struct AcceptedVersion: Sendable, Equatable {
    static let description = "2025.4 to 2026.4"

    /// As the package is called, such as `2026.4.1`.
    let text: String

    /// - Parameter build: as the library words it, such as `2026.4.1-22982-e213a147257-releases/2026/4`.
    /// - Returns: nil when the version is not accepted.
    init?(build: String) {
        let version = build.prefix { $0 != "-" }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let release = parts[1], let patch = parts[2], release >= 0,
            patch >= 0
        else { return nil }
        guard year == 2025 && release >= 4 || year == 2026 && release <= 4 else { return nil }
        text = String(version)
    }
}
