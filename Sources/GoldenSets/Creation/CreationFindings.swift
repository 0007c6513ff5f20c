import Diagnostics

/// Collects everything that is wrong with what a golden set is to be made of, and what is to be said of it all the same.
///
/// Faults of a kind become one finding with their number and the first three: a folder of a million wrong files must not
/// become a million messages, and no kind of fault may hide another.
struct CreationFindings {
    private struct Group {
        var first: [Diagnostic] = []
        var count = 0
    }

    private var groups: [CreationFault: Group] = [:]
    /// In the order in which they were met.
    private var kinds: [CreationFault] = []
    /// How many errors there are; warnings do not count.
    private(set) var errorCount = 0

    static let examplesOfAKind = 3

    /// Whether nothing stands against making the set.
    var isEmpty: Bool { errorCount == 0 }

    /// Reports an error.
    mutating func report(
        _ fault: CreationFault, _ message: String, at location: SourceLocation? = nil, hint: String? = nil,
        cause: String? = nil
    ) {
        report(fault, .error, message, at: location, hint: hint, cause: cause)
    }

    mutating func report(
        _ fault: CreationFault, _ severity: Diagnostic.Severity, _ message: String,
        at location: SourceLocation? = nil, hint: String? = nil, cause: String? = nil
    ) {
        add(
            Diagnostic(severity, code: "create.\(fault.code)", message, at: location, hint: hint, cause: cause),
            of: fault)
    }

    /// Adds what another module found.
    mutating func add(_ diagnostics: [Diagnostic], of fault: CreationFault? = nil) {
        for diagnostic in diagnostics { add(diagnostic, of: fault ?? .unreadableSample(code: diagnostic.code)) }
    }

    private mutating func add(_ diagnostic: Diagnostic, of fault: CreationFault) {
        if diagnostic.severity == .error { errorCount += 1 }
        if groups[fault] == nil { kinds.append(fault) }
        groups[fault, default: Group()].count += 1
        if groups[fault, default: Group()].first.count < Self.examplesOfAKind {
            groups[fault, default: Group()].first.append(diagnostic)
        }
    }

    /// One for each kind.
    ///
    /// Without samples no line can name one: that would be said of every line, and is no fault of the lines.
    var listed: [Diagnostic] {
        let lacksSamples = groups[.samplesFolder] != nil || groups[.noSamples] != nil
        return kinds.filter { !lacksSamples || ![.labelWithoutSample, .annotationWithoutSample].contains($0) }
            .map(diagnostic)
    }

    /// What a set that can be made should be known for.
    var notes: [Diagnostic] { listed.filter { $0.severity != .error } }

    private func diagnostic(_ kind: CreationFault) -> Diagnostic {
        guard let group = groups[kind], group.count > 1 else { return groups[kind]!.first[0] }
        var diagnostic = group.first[0]
        diagnostic.message = kind.summary(group.count)
        diagnostic.location = nil
        diagnostic.cause = nil
        diagnostic.examples = group.first.map { ($0.location.map { "\($0): " } ?? "") + $0.message }
        if group.count > group.first.count {
            diagnostic.examples?.append("and \(group.count - group.first.count) more")
        }
        return diagnostic
    }

    /// - Throws: `GoldenSetCreationError.invalid` when there is an error; warnings come after the errors.
    func throwIfAny() throws(GoldenSetCreationError) {
        guard !isEmpty else { return }
        throw .invalid(listed.filter { $0.severity == .error } + notes)
    }
}

/// The kinds of what can be wrong with samples and labels. Those of one kind are reported together.
enum CreationFault: Hashable {
    case samplesFolder, noSamples, sampleName, unorderedFrames
    /// A file that is no array or archive, or that cannot be read.
    case unreadableSample(code: String)
    case unnamedArray, memberNoArray, memberTwice, extraArray, missingArray
    case inputType, inputShape, notANumber, notFinite
    case table, separator, blanks
    case labelWithoutSample, labelWithoutExtension, lineWithoutLabel, labelTwice, sampleWithoutLabel
    case sampleInNoFolder, noSeparatorInName
    case unknownLabel, noNumber, unevenNumbers, unprintableText
    case classCount, className, labelsAreIndices, oneClass, everyLabelOnce, equalNumbers
    case text
    case annotations, annotationValue, annotationWithoutSample, sampleWithoutImage
    case mask, maskLabel
    case sequence
    case group, groupTruth
    case column, emptyField
    case saturation

    /// The stable identifier of the finding, without its prefix.
    var code: String {
        switch self {
        case .samplesFolder: "samples"
        case .noSamples: "no-samples"
        case .sampleName: "sample-name"
        case .unorderedFrames: "frame-order"
        case .unreadableSample(let code): code
        case .unnamedArray: "unnamed-array"
        case .memberNoArray, .memberTwice: "member"
        case .extraArray: "extra-array"
        case .missingArray: "missing-array"
        case .inputType: "input-type"
        case .inputShape: "input-shape"
        case .notANumber: "nan"
        case .notFinite: "not-finite"
        case .table: "table"
        case .separator: "separator"
        case .blanks: "blanks"
        case .labelWithoutSample, .labelWithoutExtension, .lineWithoutLabel, .labelTwice, .sampleWithoutLabel,
            .sampleInNoFolder, .noSeparatorInName, .unknownLabel, .noNumber, .unevenNumbers, .unprintableText:
            "label"
        case .classCount: "class-count"
        case .className: "class-name"
        case .labelsAreIndices: "label-indices"
        case .oneClass: "one-class"
        case .everyLabelOnce: "single-groups"
        case .equalNumbers: "equal-labels"
        case .text: "text"
        case .annotations, .annotationValue, .annotationWithoutSample, .sampleWithoutImage: "annotations"
        case .mask, .maskLabel: "mask"
        case .sequence: "sequence"
        case .group, .groupTruth: "group"
        case .column, .emptyField: "column"
        case .saturation: "saturation"
        }
    }

    /// What several of them are, in words.
    func summary(_ count: Int) -> String {
        switch self {
        case .samplesFolder: "\(count) folders cannot be searched for samples"
        case .noSamples: "\(count) folders have no samples"
        case .sampleName: "\(count) names of samples cannot be used"
        case .unorderedFrames: "the names of \(count) samples do not stand in the order of their numbers"
        case .unreadableSample: "\(count) sample files cannot be read"
        case .unnamedArray: "\(count) samples hold one array without a name, and the model has several inputs"
        case .memberNoArray: "\(count) members of .npz files are no arrays"
        case .memberTwice: "\(count) members of .npz files stand there twice"
        case .extraArray: "\(count) arrays are of no input of the model"
        case .missingArray: "\(count) arrays for the model's inputs are missing"
        case .inputType: "\(count) arrays are of a type that the model does not take"
        case .inputShape: "\(count) arrays are of a shape that the model does not take"
        case .notANumber: "\(count) arrays have NaN in them"
        case .notFinite: "\(count) arrays have infinity in them"
        case .table: "\(count) mistakes in tables"
        case .separator: "\(count) tables have other separators than commas"
        case .blanks: "blanks around \(count) fields were left out"
        case .labelWithoutSample: "\(count) lines name no sample"
        case .labelWithoutExtension: "\(count) lines name their sample with another extension"
        case .lineWithoutLabel: "\(count) lines have no label"
        case .labelTwice: "\(count) lines label a sample that has a label already"
        case .sampleWithoutLabel: "\(count) samples have no label"
        case .sampleInNoFolder: "\(count) samples lie in no folder that could name their label"
        case .noSeparatorInName: "the names of \(count) samples have no label in front"
        case .unknownLabel: "\(count) labels are no class"
        case .noNumber: "\(count) labels are no finite numbers"
        case .unevenNumbers: "\(count) samples have more or fewer numbers than the first"
        case .unprintableText: "\(count) texts have control characters in them"
        case .classCount: "\(count) numbers of classes do not fit"
        case .className: "\(count) names of classes cannot be used"
        case .labelsAreIndices, .oneClass, .everyLabelOnce, .equalNumbers: "\(count) remarks on the labels"
        case .text: "\(count) text files cannot be read"
        case .annotations: "\(count) mistakes in the annotations"
        case .annotationValue: "\(count) annotations cannot be used"
        case .annotationWithoutSample: "\(count) images with annotations have no sample"
        case .sampleWithoutImage: "\(count) samples are no image of the annotations"
        case .mask: "\(count) masks cannot be used"
        case .maskLabel: "\(count) masks have labels that are no class"
        case .sequence: "\(count) mistakes in sequences"
        case .group: "\(count) mistakes in groups"
        case .column: "\(count) mistakes in columns"
        case .emptyField: "\(count) fields are empty, and '\(ColumnTable.nothing)' is kept for each"
        case .saturation: "\(count) inputs cannot represent their samples"
        case .groupTruth: "\(count) samples are labelled otherwise than the first of their group"
        }
    }
}
