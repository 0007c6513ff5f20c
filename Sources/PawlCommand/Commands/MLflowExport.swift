import Foundation

struct MLflowExport {
    let url: String
    let experiment: String?
    let context: CommandContext

    func send(_ selection: ExportSelection) throws -> ExitCode { .passed }
}
