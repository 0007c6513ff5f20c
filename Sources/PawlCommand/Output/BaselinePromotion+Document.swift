import Foundation
import Records
import Reports
import Support

extension BaselinePromotion {
    /// Current versions, a row each.
    ///
    /// - Parameter relative: how paths are shown.
    static func list(
        _ promotions: [BaselinePromotion], artifacts: ArtifactStore, relative: (String) -> String
    ) -> Document {
        guard !promotions.isEmpty else {
            return Document(blocks: [
                .paragraph("no baseline yet; \(code: "pawl baseline set NAME --run RUN") promotes a run")
            ])
        }
        let bytes = artifacts.contents().reduce(0) { $0 + $1.bytes }
        let columns = ["baseline", "run", "promoted", "by", "commit", "kept"]
        let table = Document.Table(
            .runs, caption: "Baselines", columns: columns.map { .init($0, wraps: $0 == "by") },
            rows: promotions.map { promotion in
                [
                    "\(name: promotion.label)", "run \(promotion.run.shortID)", Prose(moment(promotion.promotedAt)),
                    "\(name: promotion.who)", promotion.run.commit ?? "no commit",
                    promotion.files.isEmpty
                        ? "digests only" : Prose(Quantity.text(Double(promotion.keptBytes), .bytes)),
                ]
            }, noun: "baselines", hasHeader: false)
        return Document(blocks: [
            .table(table),
            .paragraph(
                "artifacts: \(Quantity.text(Double(bytes), .bytes)) in \(name: relative(artifacts.folder)), shared by all versions"
            ),
        ])
    }

    /// What became of a name: each version, oldest first.
    static func history(_ promotions: [BaselinePromotion]) -> Document {
        Document(blocks: [.findings(promotions.map(\.event))])
    }

    /// Everything about a version.
    ///
    /// - Parameter relative: how paths are shown.
    func document(relative: (String) -> String) -> Document {
        let facts: [(String, Prose)] = [
            ("run", "\(name: run.id) of \(Self.moment(run.startedAt)) on \(name: run.hostName)"),
            ("suite", "\(name: run.suite.name), \(name: run.suite.file), \(String(run.suite.digest.prefix(12)))"),
            ("commit", run.commit ?? "none"), ("machine", Prose(String(run.machineFingerprint.prefix(12)))),
            (
                "kept",
                files.isEmpty
                    ? "digests only" : "\(files.count) files, \(Quantity.text(Double(keptBytes), .bytes))"
            ),
        ]
        return Document(
            blocks: [.findings([event]), .facts(.init(facts))]
                + variants.map { .facts(self.facts(of: $0, relative: relative)) })
    }

    private func facts(of variant: BaselineVariant, relative: (String) -> String) -> Document.Facts {
        let runtime = variant.runtime
        let options = runtime.options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let figures = Metric.allCases.compactMap { metric in
            variant.figures[metric.rawValue].map { "\(metric.title) \(Quantity.text($0, metric.dimension))" }
        }
        let model = variant.modelFile
        let others = modelFiles(of: variant).dropFirst().map { file -> (String, Prose) in
            (
                "with",
                "\(String(file.digest.prefix(12)))  \(name: file.path), \(Quantity.text(Double(file.bytes), .bytes))"
            )
        }
        return Document.Facts(
            title: "\(name: variant.name)",
            [("model", "\(String(model.digest.prefix(12)))  \(name: relative(model.path))")] + others + [
                (
                    "runtime",
                    "\(name: "\(runtime.name) \(runtime.version)"), library \(String(runtime.libraryDigest.prefix(12))), \(name: runtime.provider)"
                ),
                ("options", "\(name: options)"),
                ("samples", "golden set \(String(variant.goldenSetDigest.prefix(12)))"),
                ("figures", Prose(figures.joined(separator: ", "))),
            ])
    }

    /// Who did what, when and why.
    var event: Document.Finding {
        let verb: Prose =
            switch action {
            case .set: "set to"
            case .rollback: "rolled back to \(name: name)@\(promotedVersion),"
            case .imported: "imported from \(name: self.origin.map { "\($0.name)@\($0.version)" } ?? "a file"),"
            }
        let reason: Prose = self.reason.map { ": \(name: $0)" } ?? ""
        let origin = self.origin.map { origin -> Prose in
            let reason: Prose = origin.reason.map { ": \(name: $0)" } ?? ""
            return
                "promoted as \(name: "\(origin.name)@\(origin.version)") on \(Self.moment(origin.promotedAt)) by \(name: origin.promotedBy) on \(name: origin.promotedOn)\(reason)"
        }
        return Document.Finding(
            badge: StatusBadge(label, .quiet),
            headline: "\(Self.moment(promotedAt))  \(verb) run \(run.shortID) by \(name: who)\(reason)",
            lines: [origin, acceptedReason.map { "accepted: \(name: $0)" }].compactMap { $0 }
                + overriddenVerdicts.map { "overrode: \(name: $0)" })
    }

    private var who: String { "\(promotedBy) on \(promotedOn)" }

    private static func moment(_ date: Date) -> String { date.formatted(.iso8601) }
}

extension CommandContext {
    /// Says which version was just made.
    func tell(_ promotion: BaselinePromotion, _ arguments: ParsedArguments) throws {
        if wantsJSON(arguments) {
            try writeJSON(BaselineOutput(promotion))
        } else {
            write(BaselinePromotion.history([promotion]))
        }
    }
}

extension BaselineRun {
    fileprivate var commit: Prose? {
        gitCommit.map { "commit \(Wording.digits(of: $0, isModified: gitIsDirty))" }
    }
}
