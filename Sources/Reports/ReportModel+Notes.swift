import Records

extension ReportModel {
    /// What stands below the table of cells, a line each.
    var cellNotes: [String] { answerNotes + deviceNotes }

    /// The same with a capital and a full stop, for pages.
    var cellSentences: [String] { cellNotes.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." } }

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
