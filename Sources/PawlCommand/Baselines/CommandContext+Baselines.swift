import Foundation
import RuntimeLibraries
import Support

extension CommandContext {
    /// `--artifacts`, or the default.
    func artifacts(_ arguments: ParsedArguments) -> ArtifactStore {
        ArtifactStore(folder: arguments["--artifacts"].map(absolute) ?? pawlFolder.path + "/artifacts")
    }
}
