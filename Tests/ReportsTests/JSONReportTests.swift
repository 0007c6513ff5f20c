import Foundation
import Records
import Reports
import TestSupport
import Testing

@Suite("JSON results", .hangLimit)
struct JSONReportTests {
    private static var schema: Any? {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/results.schema.json")
        return (try? Data(contentsOf: path)).flatMap { try? JSONSerialization.jsonObject(with: $0) }
    }

    @Test("The results keep to the published schema", arguments: HostileRun.texts + ["plain"])
    func schema(text: String) throws {
        let schema = SchemaCheck(root: try #require(Self.schema as? [String: Any]))
        for model in [SampleRun.report, HostileRun.report(text)] {
            let results = try JSONSerialization.jsonObject(with: Data(JSONReport.render(model).utf8))
            #expect(schema.violations(in: results) == [])
        }
    }

    @Test("The schema describes every key that is written, and refuses what it does not allow")
    func schemaIsComplete() throws {
        let schema = SchemaCheck(root: try #require(Self.schema as? [String: Any]))
        let data = Data(JSONReport.render(SampleRun.report).utf8)
        var results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(schema.unknownKeys(in: results) == [])
        results["pawl_results"] = 2
        results["outcome"] = "splendid"
        results["warnings"] = [1]
        results["verdicts"] = nil
        #expect(schema.violations(in: results).count == 4)
    }

    @Test("A value of every metric keeps to the schema, and the schema names no other metric")
    func everyMetric() throws {
        let root = try #require(Self.schema as? [String: Any])
        var model = SampleRun.report
        model.summaries[0] = Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0, 0.5) })
        let results = try JSONSerialization.jsonObject(with: Data(JSONReport.render(model).utf8))
        #expect(SchemaCheck(root: root).violations(in: results) == [])
        let metric = try #require((root["$defs"] as? [String: Any])?["metric"] as? [String: Any])
        #expect(metric["enum"] as? [String] == Metric.allCases.map(\.rawValue))
    }

    @Test("Numbers beyond JSON become null")
    func notFinite() throws {
        var model = SampleRun.report
        model.run.verdicts[1].evidence?.high = .infinity
        let results = try #require(
            try JSONSerialization.jsonObject(with: Data(JSONReport.render(model).utf8)) as? [String: Any])
        let evidence = (results["verdicts"] as? [[String: Any]])?[1]["evidence"] as? [String: Any]
        #expect(evidence?["high"] is NSNull)
    }

    @Test("The same model gives the same bytes")
    func stable() {
        #expect(JSONReport.render(SampleRun.report) == JSONReport.render(SampleRun.report))
    }
}

/// The part of JSON Schema that `docs/results.schema.json` uses.
struct SchemaCheck {
    let root: [String: Any]

    func violations(in value: Any) -> [String] { check(value, root, "$", unknown: false) }

    func unknownKeys(in value: Any) -> [String] { check(value, root, "$", unknown: true) }

    private func check(_ value: Any, _ schema: [String: Any], _ path: String, unknown: Bool) -> [String] {
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
            let definition = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
        {
            return check(value, definition, path, unknown: unknown)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let found = choices.map { check(value, $0, path, unknown: unknown) }
            let fitting = choices.filter { check(value, $0, path, unknown: false).isEmpty }
            if unknown { return fitting.first.map { check(value, $0, path, unknown: true) } ?? [] }
            return found.contains { $0.isEmpty } ? [] : ["\(path): no choice fits"]
        }
        var problems: [String] = []
        if !unknown {
            if let constant = schema["const"] as? NSNumber, constant != value as? NSNumber {
                problems.append("\(path): not \(constant)")
            }
            if let options = schema["enum"] as? [String], !options.contains(value as? String ?? "") {
                problems.append("\(path): not one of \(options)")
            }
            let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
            if !types.isEmpty, !types.contains(where: { fits(value, $0) }) {
                problems.append("\(path): not \(types)")
            }
        }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: Any] ?? [:]
            let others = schema["additionalProperties"] as? [String: Any]
            if !unknown {
                for key in schema["required"] as? [String] ?? [] where object[key] == nil {
                    problems.append("\(path).\(key): missing")
                }
            }
            for (key, item) in object {
                if let property = (properties[key] as? [String: Any]) ?? others {
                    problems += check(item, property, "\(path).\(key)", unknown: unknown)
                } else if unknown {
                    problems.append("\(path).\(key)")
                }
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, item) in array.enumerated() {
                problems += check(item, items, "\(path)[\(index)]", unknown: unknown)
            }
        }
        return problems
    }

    private func fits(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": (value as? NSNumber).map { isBoolean($0) } ?? false
        case "integer":
            (value as? NSNumber).map { !isBoolean($0) && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": (value as? NSNumber).map { !isBoolean($0) } ?? false
        default: false
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
