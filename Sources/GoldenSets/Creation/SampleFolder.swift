import Foundation
import Support

/// Finds the sample files below a folder.
enum SampleFolder {
    static let maximumSamples = 1_000_000
    static let maximumDepth = 8

    /// Sample files in the order of their names' UTF-8 bytes, which is the same on every machine. Hidden files and
    /// folders are left out, folders that are links are not entered.
    static func list(_ folder: String, _ findings: inout CreationFindings) -> [SampleFile] {
        var files: [SampleFile] = []
        var others: [String: Int] = [:]
        var folders: [(relative: String, depth: Int)] = [("", 0)]
        while let (relative, depth) = folders.popLast() {
            let path = relative.isEmpty ? folder : folder + "/" + relative
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: path)
            } catch {
                findings.report(.samplesFolder, "cannot list \(path)", cause: error.localizedDescription)
                continue
            }
            for name in names where !name.hasPrefix(".") {
                let inner = relative.isEmpty ? name : relative + "/" + name
                if isFolder(folder + "/" + inner) {
                    if depth < maximumDepth {
                        folders.append((inner, depth + 1))
                    } else {
                        findings.report(
                            .samplesFolder, "\(folder)/\(inner) lies more than \(maximumDepth) folders deep")
                    }
                } else if let kind = SampleFile.Kind.allCases.first(where: { name.hasSuffix("." + $0.rawValue) }) {
                    files.append(SampleFile(kind: kind, relativePath: inner, path: folder + "/" + inner))
                } else {
                    others[(name as NSString).pathExtension, default: 0] += 1
                }
            }
        }
        return checked(
            files.sorted { $0.relativePath.utf8.lexicographicallyPrecedes($1.relativePath.utf8) }, others, folder,
            &findings)
    }

    private static func checked(
        _ files: [SampleFile], _ others: [String: Int], _ folder: String, _ findings: inout CreationFindings
    ) -> [SampleFile] {
        if files.isEmpty, findings.isEmpty {
            let most = others.filter { !$0.key.isEmpty }.max { ($0.value, $1.key) < ($1.value, $0.key) }
            findings.report(
                .noSamples,
                "\(folder) has no .npz or .npy files"
                    + (most.map { ", but \($0.value) with the extension '\($0.key.prefix(20))'" } ?? ""),
                hint: "decode and prepare each sample as your app does, then write it with numpy.savez(path, "
                    + "input=array, ...), its arrays named like the model's inputs")
        }
        if files.count > maximumSamples {
            findings.report(.samplesFolder, "\(folder) has \(files.count) samples, at most \(maximumSamples) are read")
            return []
        }
        var pathOfName: [String: String] = [:]
        for file in files {
            if file.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                findings.report(.sampleName, "the name of \(file.path) has a control character in it")
            }
            if let other = pathOfName.updateValue(file.relativePath, forKey: file.name) {
                findings.report(
                    .sampleName, "\(other) and \(file.relativePath) are two samples of one name",
                    hint: "rename one of them")
            }
        }
        return files
    }

    private static func isFolder(_ path: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return type == .typeDirectory
    }
}
