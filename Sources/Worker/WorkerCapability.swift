/// What not every worker can do.
public enum WorkerCapability: String, CaseIterable, Sendable {
    /// Keeps files that are sent to it, by digest.
    case files
    /// Shows files that were sent to it as a model's folder, each under its name there.
    case modelFolders = "model-folders"
    /// Describes a model without loading samples.
    case inspect
    /// Says what each operator took.
    case profile
    /// Writes outputs to the supervisor's files.
    case evaluateToFiles = "evaluate-to-files"
    /// Takes a model's tensors by other names, in another order of axes or integer type, than its golden set's.
    case mapping
    /// Converts their values on the way: quantises, dequantises, casts floating-point numbers, leaves inputs out.
    case conversion
    /// Scales and shifts an input's values on the way, and turns the order of its channels.
    case preprocessing
    /// Gives texts that an output holds as the numbers of classes.
    case texts
    /// Carries recurrent state from sample to sample.
    case state
    /// Stays on one core when told to.
    case pin
}
