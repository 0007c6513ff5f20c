/// The way out where LiteRT's interface of compiled models ends: the interpreter of the same package, which is not in the
/// library that Pawl opens but in the package's extension of Python.
enum InterpreterRuntime {
    static let hint =
        "run it with LiteRT's interpreter: `pawl runtime install litert-interpreter==2.3.0`, and in the suite "
        + "`{ name: litert-interpreter, version: 2.3.0 }`"
}
