import Foundation
import Harness
import Records
import Reports

extension CommandContext {
    /// Where commits of the checkout that a suite file lies in can be looked at; of the working folder's where there is no such file.
    func commitLinks(suiteFile: String? = nil) -> CommitLinks? {
        let folder = suiteFile.map { self.folder(of: $0) }.flatMap {
            FileManager.default.fileExists(atPath: $0) ? $0 : nil
        }
        return HostEnvironment.gitRemote(folder: folder ?? workingFolder).flatMap { CommitLinks(remote: $0) }
    }

    /// The build that this command is part of, where a CI system says it.
    var build: CIBuild? { CIBuild(environment: environment) }
}
