import Diagnostics
import GoldenSets
import InferenceCore
import Worker

/// Options of golden sets whose samples depend on each other, and of some tasks.
extension GoldenRecipeArguments {
    /// `--state INPUT=OUTPUT,...`
    func state(_ model: InspectedModel) throws -> [String: String] {
        guard let text = arguments["--state"] else { return [:] }
        let inputs = model.interface.inputs.map(\.name)
        var state: [String: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2 else {
                throw UsageError(
                    message: "--state cannot be '\(text)'", hint: "write --state INPUT=OUTPUT,INPUT=OUTPUT")
            }
            guard inputs.contains(words[0]) else {
                throw UsageError(
                    message: "--state: the model has no input '\(words[0])'",
                    hint: Suggestion.hint(for: words[0], among: inputs))
            }
            _ = try model.output(named: words[1])
            guard state.updateValue(words[1], forKey: words[0]) == nil else {
                throw UsageError(message: "--state names input '\(words[0])' twice", hint: "name it once")
            }
        }
        guard state.count < inputs.count else {
            throw UsageError(
                message: "--state leaves no input that samples could be of", hint: "leave out the input of the samples")
        }
        return state
    }

    /// `--sequences-from`
    func sequences(_ state: [String: String]) throws -> SequenceSource? {
        switch arguments["--sequences-from"] {
        case "folder": return .folderName
        case "file-name": return .fileName(separator: arguments["--separator"] ?? "_")
        default: break
        }
        guard state.isEmpty else {
            throw UsageError(
                message: "--state needs to know where a sequence starts",
                hint: "add --sequences-from folder, or file-name with the --separator behind the sequence's name")
        }
        return nil
    }

    /// `--fidelity-output NAME`, `NAME,NAME` or `all`; all outputs where the task is nothing else and no output is named.
    func fidelityOutputs(_ model: InspectedModel, _ task: CreatedTask) throws -> [String] {
        let all = model.interface.outputs.map(\.name)
        guard let text = arguments["--fidelity-output"] else {
            return task == .fidelity && arguments["--output"] == nil && all.count > 1 ? all : []
        }
        if all.contains(text) { return [text] }
        if text == "all" { return all }
        var names: [String] = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard all.contains(name) else {
                throw UsageError(
                    message: "--fidelity-output: the model has no output of numbers '\(name)'",
                    hint: "give names with commas between them, or all; outputs: \(all.joined(separator: ", "))")
            }
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// `--groups`, `--groups-column`, `--groups-from`
    func groups(_ task: CreatedTask, _ labels: LabelSource) throws -> GroupSource? {
        let given = ["--groups", "--groups-column", "--groups-from"].filter { arguments[$0] != nil }
        guard let option = given.first, let value = arguments[option] else { return nil }
        guard given.count == 1 else {
            throw UsageError(message: "\(given[0]) and \(given[1]) exclude each other", hint: "give one of them")
        }
        guard task.takesGroups else {
            throw UsageError(
                message: "\(option) is not for \(task.rawValue), whose predictions have no average",
                hint:
                    "groups are for \(CreatedTask.allCases.filter(\.takesGroups).map(\.rawValue).joined(separator: ", "))"
            )
        }
        switch option {
        case "--groups": return .table(path: context.absolute(value))
        case "--groups-column":
            guard case .table = labels else {
                throw UsageError(
                    message: "--groups-column names a column of --labels FILE, which is not given",
                    hint: "give the table of labels, or the groups with --groups FILE")
            }
            return .column(value)
        default: return value == "folder" ? .folderName : .fileName(separator: arguments["--separator"] ?? "_")
        }
    }

    func ignoredLabel(_ text: String, _ task: CreatedTask) throws -> Int {
        guard task == .segmentation else {
            throw UsageError(message: "--ignore is for --task segmentation", hint: "leave it out")
        }
        guard let label = Int(text), 0...65_535 ~= label else {
            throw UsageError(message: "--ignore cannot be '\(text)'", hint: "a label from 0 to 65535, such as 255")
        }
        return label
    }

    func blank(_ text: String, _ task: CreatedTask) throws -> OutputDescription.Blank {
        guard task == .sequence else {
            throw UsageError(message: "--blank is for --task sequence", hint: "leave it out")
        }
        switch text {
        case "first": return .index(0)
        case "last": return .last
        default:
            guard let index = Int(text), 0...1_000_000 ~= index else {
                throw UsageError(
                    message: "--blank cannot be '\(text)'", hint: "first, last, or an index of the alphabet from 0")
            }
            return .index(index)
        }
    }

    func pairsFile(_ task: CreatedTask) throws -> String? {
        guard let file = arguments["--pairs"] else { return nil }
        guard task == .embedding else {
            throw UsageError(message: "--pairs is for --task embedding", hint: "leave it out")
        }
        return context.absolute(file)
    }
}
