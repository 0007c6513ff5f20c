import Diagnostics
import Foundation
import Records
import Reports
import Support

/// What the baseline commands print, in words or as JSON.
struct BaselineText {
    let context: CommandContext
    let arguments: ParsedArguments

    /// A version that was just made.
    func tell(_ promotion: BaselinePromotion) throws {
        guard !context.wantsJSON(arguments) else { return try context.writeJSON(BaselineAnswer(promotion)) }
        write([event(promotion)] + acceptance(promotion))
    }

    func list(_ promotions: [BaselinePromotion]) throws {
        guard !context.wantsJSON(arguments) else { return try context.writeJSON(promotions.map(BaselineAnswer.init)) }
        guard !promotions.isEmpty else {
            return write(["no baseline yet; 'pawl baseline set NAME --run RUN' promotes a run"])
        }
        let rows = promotions.map { promotion in
            [
                promotion.label, "run \(promotion.run.shortID)", moment(promotion.promotedAt), who(promotion),
                commit(promotion.run) ?? "no commit",
                promotion.files.isEmpty ? "digests only" : Quantity.text(Double(promotion.keptBytes), .bytes),
            ]
        }
        let store = context.artifacts(arguments)
        let bytes = store.contents().reduce(0) { $0 + $1.bytes }
        write(
            columns(rows) + [
                "artifacts: \(Quantity.text(Double(bytes), .bytes)) in \(context.relative(store.folder)), "
                    + "shared by all versions"
            ])
    }

    func history(_ promotions: [BaselinePromotion]) throws {
        guard !context.wantsJSON(arguments) else { return try context.writeJSON(promotions.map(BaselineAnswer.init)) }
        write(promotions.flatMap { [event($0)] + acceptance($0) })
    }

    func show(_ promotion: BaselinePromotion) throws {
        guard !context.wantsJSON(arguments) else { return try context.writeJSON(BaselineAnswer(promotion)) }
        let run = promotion.run
        var lines = [event(promotion)] + acceptance(promotion)
        lines += [
            "  run       \(run.id) of \(moment(run.startedAt)) on \(run.hostName)",
            "  suite     \(run.suite.name), \(run.suite.file), \(run.suite.digest.prefix(12))",
            "  commit    \(commit(run) ?? "none")",
            "  machine   \(run.machineFingerprint.prefix(12))",
            "  kept      "
                + (promotion.files.isEmpty
                    ? "digests only"
                    : "\(promotion.files.count) files, \(Quantity.text(Double(promotion.keptBytes), .bytes))"),
        ]
        for variant in promotion.variants {
            lines += [
                "  \(variant.name)",
                "    model     \(variant.modelFile.digest.prefix(12))  \(context.relative(variant.modelFile.path))",
            ]
            lines += promotion.modelFiles(of: variant).dropFirst().map {
                "      with    \($0.digest.prefix(12))  \($0.path), \(Quantity.text(Double($0.bytes), .bytes))"
            }
            lines += [
                "    runtime   \(variant.runtime.name) \(variant.runtime.version), library "
                    + "\(variant.runtime.libraryDigest.prefix(12)), \(variant.runtime.provider)",
                "    options   "
                    + variant.runtime.options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", "),
                "    samples   golden set \(variant.goldenSetDigest.prefix(12))", "    figures   \(figures(variant))",
            ]
        }
        write(lines)
    }

    /// Who did what, when and why, in a line.
    private func event(_ promotion: BaselinePromotion) -> String {
        let action =
            switch promotion.action {
            case .set: "set to"
            case .rollback: "rolled back to \(promotion.name)@\(promotion.promotedVersion),"
            case .imported: "imported from \(promotion.origin.map { "\($0.name)@\($0.version)" } ?? "a file"),"
            }
        let reason = promotion.reason.map { ": \($0)" } ?? ""
        return "\(promotion.label)  \(moment(promotion.promotedAt))  \(action) run \(promotion.run.shortID) by "
            + "\(who(promotion))\(reason)"
    }

    private func acceptance(_ promotion: BaselinePromotion) -> [String] {
        var lines: [String] = []
        if let origin = promotion.origin {
            lines.append(
                "    promoted as \(origin.name)@\(origin.version) on \(moment(origin.promotedAt)) by "
                    + "\(origin.promotedBy) on \(origin.promotedOn)" + (origin.reason.map { ": \($0)" } ?? ""))
        }
        if let accepted = promotion.acceptedReason { lines.append("    accepted: \(accepted)") }
        return lines + promotion.overriddenVerdicts.map { "    overrode: \($0)" }
    }

    private func figures(_ variant: BaselineVariant) -> String {
        Metric.allCases.compactMap { metric in
            variant.figures[metric.rawValue].map { "\(metric.title) \(Quantity.text($0, metric.dimension))" }
        }.joined(separator: ", ")
    }

    private func who(_ promotion: BaselinePromotion) -> String { "\(promotion.promotedBy) on \(promotion.promotedOn)" }

    private func commit(_ run: BaselineRun) -> String? {
        run.gitCommit.map { "commit \($0.prefix(12))\(run.gitIsDirty == true ? " (modified)" : "")" }
    }

    private func moment(_ date: Date) -> String { date.formatted(.iso8601) }

    private func columns(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            // Nothing is put behind the last column.
            zip(row, widths.dropLast() + [0]).map { TextColumns.padded($0, to: $1) }.joined(separator: "  ")
        }
    }

    /// Names and reasons come from people and from files: what moves a cursor must not reach a terminal.
    private func write(_ lines: [String]) {
        context.output.writeResult(lines.map { PrintableText.clean($0) + "\n" }.joined())
    }
}
