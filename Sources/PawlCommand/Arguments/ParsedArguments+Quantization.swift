import Diagnostics
import ModelFormats

extension ParsedArguments {
    /// `--input-scale` and `--input-zero-point`, by the model inputs that they are of.
    ///
    /// - Parameter inputs: names of the model's inputs; a number without a name is that of the only one.
    func quantizations(inputs: [String]) throws(UsageError) -> [String: InputQuantization] {
        let scales = try numbers("--input-scale", inputs: inputs) {
            Float($0).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        }
        let zeroPoints = try numbers("--input-zero-point", inputs: inputs) { word in
            Int(word).flatMap { -32_768...65_535 ~= $0 ? $0 : nil }
        }
        if let name = zeroPoints.keys.sorted().first(where: { scales[$0] == nil }) {
            throw UsageError(
                message: "--input-zero-point of '\(name)' has no scale", hint: "give --input-scale as well")
        }
        return Dictionary(
            uniqueKeysWithValues: scales.map { name, scale in
                (name, InputQuantization(scale: scale, zeroPoint: zeroPoints[name] ?? 0))
            })
    }

    private func numbers<Number>(
        _ option: String, inputs: [String], _ parse: (String) -> Number?
    ) throws(UsageError) -> [String: Number] {
        guard let text = self[option] else { return [:] }
        var numbers: [String: Number] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name: String
            let word: Substring
            if let sign = part.lastIndex(of: "=") {
                (name, word) = (String(part[..<sign]), part[part.index(after: sign)...])
            } else {
                guard inputs.count == 1 else {
                    throw UsageError(
                        message: "\(option) does not say which input it is of",
                        hint: "write \(option) NAME=NUMBER; inputs: \(inputs.joined(separator: ", "))")
                }
                (name, word) = (inputs[0], part)
            }
            guard inputs.contains(name) else {
                throw UsageError(
                    message: "\(option): the model has no input '\(name)'",
                    hint: Suggestion.hint(for: name, among: inputs))
            }
            guard let number = parse(String(word)) else {
                throw UsageError(
                    message: "\(option) cannot be '\(word)'",
                    hint: option == "--input-scale"
                        ? "a number above 0, such as 0.0039" : "a whole number, such as -128")
            }
            guard numbers.updateValue(number, forKey: name) == nil else {
                throw UsageError(message: "\(option) is given twice for '\(name)'", hint: "give it once")
            }
        }
        return numbers
    }
}
