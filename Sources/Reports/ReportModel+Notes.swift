import Gating
import Records

extension ReportModel {
    /// What stands below the table of cells, a line each.
    var cellNotes: [String] { libraryNotes + evaluationNotes + groupNotes + conversionNotes + deviceNotes }

    /// Who vouches for the runtimes' libraries, in one line; none where Pawl's tests do for all of them.
    private var libraryNotes: [String] {
        guard run.cells.contains(where: { ($0.runtime.origin ?? .tested) != .tested }) else { return [] }
        var libraries: [String] = []
        for runtime in run.cells.map(\.runtime) {
            guard let origin = runtime.origin else { continue }
            let words = "\(runtime.name) \(runtime.version) \(origin.predicate)"
            if !libraries.contains(words) { libraries.append(words) }
        }
        return libraries.isEmpty ? [] : ["libraries: " + libraries.joined(separator: "; ")]
    }

    /// Golden sets that are judged group by group; a line a set.
    private var groupNotes: [String] {
        run.goldenSets.filter { $0.groupedSamples != nil }.map { set in
            "golden set \(set.id): outputs are averaged over groups of samples (\(set.size)); every figure of the predictions "
                + "counts groups"
        }
    }

    /// What was done to a variant's values on their way into the model and out of it; a line a variant.
    private var conversionNotes: [String] {
        var notes: [String] = []
        for cell in run.cells {
            guard let conversions = cell.conversions, !conversions.isEmpty else { continue }
            let words = conversions.sorted { $0.key < $1.key }.map { key, words in
                let (kind, name) = (key.prefix { $0 != "." }, key.drop { $0 != "." }.dropFirst())
                return "\(kind) '\(name)' \(words)"
            }
            notes.append("converted for \(name(of: cell)): \(words.joined(separator: "; "))")
        }
        return notes
    }

    /// Which cells were measured on another machine than the one that the environment describes; a line a machine.
    private var deviceNotes: [String] {
        var devices: [String] = []
        for cell in run.cells {
            if let device = cell.device, !devices.contains(device) { devices.append(device) }
        }
        return devices.map { device in
            let names = run.cells.filter { $0.device == device }.map(name)
            return
                "measured on \(device), not on \(run.environment.hostName), which led the run and is the environment's: "
                + names.joined(separator: ", ")
        }
    }
}
