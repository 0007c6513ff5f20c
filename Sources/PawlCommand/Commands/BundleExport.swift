import Foundation
import Records
import ResultsStore
import Support

/// `pawl export --to bundle`: a file a run.
struct BundleExport {
    /// `--out`: a folder, or the file of the only run when it is called like one.
    let output: String?
    let context: CommandContext

    func write(_ selection: ExportSelection) throws {
        let isFile = output?.hasSuffix("." + RunBundle.fileExtension) ?? false
        guard !isFile || selection.count == 1 else {
            throw UsageError(
                message: "\(selection.count) runs do not fit into one bundle", hint: "name a folder with --out")
        }
        let folder = output ?? context.workingFolder
        try selection.forEach(.whole) { found in
            let bundle = try RunBundle(found.run, summaries: found.summaries)
            let path =
                isFile ? folder : (folder as NSString).appendingPathComponent(BundleFile.name(ofRun: bundle.run.id))
            try AtomicFile.write(bundle.data, to: path)
            if bundle.run.lacksRawValues {
                context.warn(
                    "run \(bundle.run.id): its raw values have aged out; the bundle has its summaries and verdicts")
            }
            context.output.writeResult(context.relative(path) + "\n")
        }
    }
}
