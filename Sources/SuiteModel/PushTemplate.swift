/// The marks in a `push` command that a file's places are put in for.
public enum PushTemplate {
    /// The file on the supervisor's machine.
    public static let source = "{source}"
    /// Where the worker waits for it, on its own machine.
    public static let destination = "{destination}"

    /// - Returns: the command for one file; each argument stays one argument, whatever the names hold.
    public static func command(_ template: [String], source: String, destination: String) -> [String] {
        template.map {
            $0.replacing(Self.source, with: source).replacing(Self.destination, with: destination)
        }
    }
}
