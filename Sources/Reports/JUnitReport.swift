import Foundation
import Records

/// The report as JUnit XML, which has no standard: two dialects, each for its readers (`docs/reports.md`).
public enum JUnitReport {
    public enum Dialect: String, Sendable, CaseIterable {
        /// Properties, place and output at every case: GitHub's reporters, GitLab, the Jenkins JUnit plugin, Azure.
        case rich
        /// What the schemas of Ant (windyroad) and of Jenkins xUnit both allow, nothing else.
        case strict
    }

    /// - Parameter attachments: absolute paths of pictures by `RenderedChart.name`.
    public static func render(
        _ model: ReportModel, dialect: Dialect = .rich, attachments: [String: String] = [:]
    ) -> String {
        render(
            JUnitDocument(
                name: model.run.suite.name, package: model.run.suite.name, hostName: model.run.environment.hostName,
                startedAt: model.run.startedAt, properties: suiteProperties(model),
                suites: JUnitSuite.suites(of: model, attachments: attachments)),
            dialect: dialect)
    }

    static func render(_ document: JUnitDocument, dialect: Dialect) -> String {
        let root =
            switch dialect {
            case .rich: XMLText.attributes(["name": document.name]) + counts(document.suites.flatMap(\.cases))
            case .strict: ""
            }
        let body = document.suites.enumerated().map { suite($1, id: $0, document, dialect) }.joined()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites\(root)>\n\(body)</testsuites>\n"
    }

    // MARK: - Suites

    private static func suite(_ suite: JUnitSuite, id: Int, _ document: JUnitDocument, _ dialect: Dialect) -> String {
        let attributes = XMLText.attributes([
            "name": token(suite.name), "package": token(document.package), "id": "\(id)",
            "hostname": token(document.hostName), "timestamp": ReportTime.zoneless(document.startedAt),
        ])
        var text = "  <testsuite\(attributes)\(counts(suite.cases))>\n"
        text += properties(document.properties + suite.properties, indent: "    ")
        for item in suite.cases { text += element(item, dialect) }
        // Strict cases have no output of their own: the suite speaks for them.
        let output = dialect == .strict ? suite.cases.flatMap { ["\($0.classname) \($0.name)"] + $0.output } : []
        let errorOutput = dialect == .strict ? suite.cases.flatMap(\.errorOutput) : []
        text += "    <system-out>\(XMLText.escaped(output.map { $0 + "\n" }.joined()))</system-out>\n"
        text += "    <system-err>\(XMLText.escaped(errorOutput.map { $0 + "\n" }.joined()))</system-err>\n"
        return text + "  </testsuite>\n"
    }

    private static func suiteProperties(_ model: ReportModel) -> [(name: String, value: String)] {
        var list = [
            ("pawl.version", model.run.pawlVersion), ("pawl.run", model.run.id), ("pawl.suite", model.run.suite.file),
            ("pawl.suite_digest", model.run.suite.digest), ("pawl.seed", "\(model.run.seed)"),
            ("pawl.host", model.run.environment.hostName),
            ("pawl.machine_fingerprint", model.run.environment.machineFingerprint),
        ]
        if let baseline = model.run.storedBaseline {
            list.append(("pawl.stored_baseline", "\(baseline.run), drift not cancelled"))
        }
        if let baseline = model.run.namedBaseline {
            list.append(("pawl.baseline", ReportModel.title(of: baseline)))
            if let reason = baseline.acceptedReason { list.append(("pawl.baseline_accepted", reason)) }
        }
        if let commit = model.run.environment.gitCommit { list.append(("git.commit", commit)) }
        return list
    }

    // MARK: - Cases

    private static func element(_ item: JUnitCase, _ dialect: Dialect) -> String {
        var attributes = XMLText.attributes([
            "classname": token(item.classname), "name": token(item.name), "time": time(item.seconds),
        ])
        var content = ""
        if dialect == .rich {
            if !item.file.isEmpty { attributes += XMLText.attributes(["file": item.file, "line": "\(item.line)"]) }
            content += properties(item.properties, indent: "      ")
        }
        content += result(item.result)
        if dialect == .rich {
            content += output("system-out", item.output) + output("system-err", item.errorOutput)
        }
        return content.isEmpty
            ? "    <testcase\(attributes)/>\n" : "    <testcase\(attributes)>\n\(content)    </testcase>\n"
    }

    private static func result(_ result: JUnitCase.Result) -> String {
        switch result {
        case .passed: return ""
        case .skipped(let message): return "      <skipped\(XMLText.attributes(["message": message]))/>\n"
        case .failure(let type, let message, let body): return problem("failure", type, message, body)
        case .error(let type, let message, let body): return problem("error", type, message, body)
        }
    }

    private static func problem(_ name: String, _ type: String, _ message: String, _ body: String) -> String {
        "      <\(name)\(XMLText.attributes(["type": type, "message": message]))>\(XMLText.escaped(body))</\(name)>\n"
    }

    private static func output(_ name: String, _ lines: [String]) -> String {
        lines.isEmpty ? "" : "      <\(name)>\(XMLText.escaped(lines.joined(separator: "\n")))\n</\(name)>\n"
    }

    private static func properties(_ list: [(name: String, value: String)], indent: String) -> String {
        guard !list.isEmpty else { return "" }
        let lines = list.map { "\(indent)  <property\(XMLText.attributes(["name": $0.name, "value": $0.value]))/>\n" }
        return "\(indent)<properties>\n\(lines.joined())\(indent)</properties>\n"
    }

    // MARK: - Values

    private static func counts(_ cases: [JUnitCase]) -> String {
        var failures = 0, errors = 0, skipped = 0
        for item in cases {
            switch item.result {
            case .passed: break
            case .failure: failures += 1
            case .error: errors += 1
            case .skipped: skipped += 1
            }
        }
        return XMLText.attributes([
            "tests": "\(cases.count)", "failures": "\(failures)", "errors": "\(errors)", "skipped": "\(skipped)",
            "time": time(cases.reduce(0) { $0 + $1.seconds }),
        ])
    }

    /// Real seconds spent, at most 3 decimals, never an exponent.
    private static func time(_ seconds: Double) -> String {
        String(format: "%.3f", seconds.isFinite ? min(max(seconds, 0), 1e9) : 0)
    }

    /// One line without double spaces, never empty (`xs:token`).
    private static func token(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "_" : words
    }
}
