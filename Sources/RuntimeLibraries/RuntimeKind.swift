/// How an installed runtime comes to run models.
public enum RuntimeKind: String, Sendable, Hashable, Codable {
    /// Pawl's own worker opens its library.
    case library
    /// Python packages, served by the worker in Python that ships with Pawl.
    case pythonWorker = "python worker"
    /// C++ headers and libraries, against which the worker that ships with Pawl is built when it is installed.
    case builtWorker = "built worker"
}
