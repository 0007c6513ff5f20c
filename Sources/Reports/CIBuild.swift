/// The build of a CI system that a report was made in, as that system's variables tell.
package struct CIBuild: Sendable, Equatable {
    /// Where a build's log and files can be seen.
    package let address: String

    /// GitHub Actions, GitLab CI and Jenkins; nil elsewhere, and where a variable holds no plain address.
    package init?(environment: [String: String]) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let candidates: [String?] = [
            value("GITHUB_SERVER_URL").flatMap { server in
                guard let repository = value("GITHUB_REPOSITORY"), let run = value("GITHUB_RUN_ID") else { return nil }
                return "\(server)/\(repository)/actions/runs/\(run)"
            },
            value("CI_JOB_URL"), value("BUILD_URL"),
        ]
        // Servers of one's own are often plain HTTP.
        guard let address = candidates.lazy.compactMap({ $0.flatMap { WebAddress($0, allowsHTTP: true) } }).first
        else { return nil }
        self.address = address.text
    }
}
