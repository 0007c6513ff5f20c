import Diagnostics
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

/// One file of samples: an `.npz` with an array for each model input, or an `.npy` for a model of one input.
struct SampleFile: Sendable, Equatable {
    enum Kind: String, CaseIterable { case npy, npz }

    var kind: Kind
    /// From the samples' folder, with the extension.
    var relativePath: String
    var path: String

    /// The sample's name in reports and in tables of labels: the relative path without the extension.
    var name: String { String(relativePath.dropLast(kind.rawValue.count + 1)) }
}

extension SampleFile {
    /// The name of the folder that it lies in; nil directly in the samples' folder.
    var folder: String? {
        let components = relativePath.split(separator: "/")
        return components.count >= 2 ? String(components[components.count - 2]) : nil
    }

    /// What its file name has before the first separator; nil where there is none, or nothing before it.
    func prefix(before separator: String) -> String? {
        let base = name.split(separator: "/").last ?? ""
        guard let range = base.firstRange(of: separator), range.lowerBound > base.startIndex else { return nil }
        return String(base[..<range.lowerBound])
    }
}

/// Finds samples by what tables and annotations call them: the path from the samples' folder, with or without its extension or
/// with another one, since labels are often those of the pictures that samples were made of.
struct SampleNames {
    enum Match: Equatable {
        case exact(Int)
        /// Under the name of another file, `0001.jpg` for `0001.npz`.
        case otherExtension(Int)
    }

    private var exact: [String: Int] = [:]
    private let samples: [SampleFile]

    init(_ samples: [SampleFile]) {
        self.samples = samples
        for (index, sample) in samples.enumerated() {
            exact[sample.relativePath] = index
            exact[sample.name] = index
        }
    }

    subscript(_ given: String) -> Match? {
        let name = given.hasPrefix("./") ? String(given.dropFirst(2)) : given
        if let index = exact[name] { return .exact(index) }
        let stem = (name as NSString).deletingPathExtension
        return stem == name ? nil : exact[stem].map(Match.otherExtension)
    }

    /// What was probably meant.
    func suggestion(for name: String) -> String? {
        Suggestion.closest(to: name, among: samples.prefix(1000).map(\.relativePath))
    }
}

/// Makes names of files of names that follow no rule.
public enum FileStem {
    /// The text with `_` for everything that a name of Pawl's may not have; see `SafeName`. Never empty.
    public static func safe(_ text: String) -> String {
        let letters = text.unicodeScalars.prefix(SafeName.maximumLength - 8).map { scalar -> Character in
            SafeName.accepts("a\(scalar)") ? Character(scalar) : "_"
        }
        let stem = String(letters)
        return SafeName.accepts(stem) ? stem : "_" + stem
    }
}
