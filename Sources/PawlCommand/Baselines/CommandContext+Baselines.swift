import Artifacts
import Foundation
import RuntimeLibraries

extension CommandContext {
    /// `--artifacts`, or the default.
    func artifacts(_ arguments: ParsedArguments) -> ArtifactStore {
        ArtifactStore(folder: arguments["--artifacts"].map(absolute) ?? pawlFolder.path + "/artifacts")
    }
}
