import Diagnostics
import Foundation
import PawlCommand

// Benchmarks of Pawl itself, and the proof of its gate. Times on shared machines mean little: the benchmarks compare
// within one run, the proof replays recorded traces.

let usage = """
    Usage: pawl-bench [overhead] [accuracy] [tools] [install] [store] [trends] [scale] [--repetitions N]
                      [--python PATH] [--db FILE] [--json]
           pawl-bench noise | record | synthesize | replay | figures | penalties | shifts | courses | annotated
                      | history | sweep | explain | layers ...

    overhead     what the harness adds to an inference, on a runtime that does nothing and on magika
    accuracy     accuracy passes against a loop in Python over the same runtime, N times each in turn (7)
    tools        Pawl's median latency against that of each runtime's own tool, N times each in turn: OpenVINO's
                 benchmark_app, and a loop in Python for ONNX Runtime and LiteRT; --python names a Python with
                 their packages and pyyaml
    install      installing runtimes from the cache against unzip of the same wheels, N times each in turn; probing them
    store        block values written per second, and a 90-day history over 10,000 runs
    trends       false points and power of the search for level shifts, beside Apache Otava's rule on the same series, and its
                 times; alone, with --python naming a Python with apache-otava, that rule is held against the package
    scale        size of a database of three years of 200 cells a night, and the time of its report, history, backup,
                 verification and pruning; --db names one that 'pawl-bench history' wrote, otherwise it is made
                 without a name all but scale are run; exit code 1 when a goal is missed

    noise        false alarms of gates on a machine that busy processes load, and what the load costs in time
    record       record real launches of a suite's variants, for replay
    synthesize   write traces of imagined machines
    replay       judge traces by Pawl's rule and by those of other tools
    figures      draw and tabulate a replay for docs/proof.md
    history      write a database of years of nightly runs, for scale
    shifts       tabulate false points and power of the search for level shifts over lengths, sizes and known events
    courses      tabulate how often drifts are told in series without one, random walks among them, and with one
    annotated    score 'pawl trend --csv', Otava and PELT in series in which people marked the changes
    sweep        sweep over versions with planted steps, and hold the time it takes against gates between neighbours
    explain      plant causes in models, and see whether 'pawl explain' names them and nothing else
    layers       the same of layers whose weights were perturbed, and how long the search takes
    penalties    draw the table of penalties again that level shifts are searched with

    'pawl-bench record --help' and the like explain each. Build with -c release.
    """

func progress(_ text: String) { FileHandle.standardError.write(Data("pawl-bench: \(text)\n".utf8)) }

/// - Returns: the exit code.
func run(_ arguments: [String]) throws -> Int32 {
    let rest = Array(arguments.dropFirst())
    let wantsHelp = rest.contains("--help") || rest.contains("-h")
    switch arguments.first {
    case "noise": wantsHelp ? print(NoiseCommand.usage) : try NoiseCommand(rest).run(progress: progress)
    case "sweep":
        if wantsHelp { print(SweepCommand.usage) } else { return try SweepCommand(rest).run(progress: progress) }
    case "layers":
        if wantsHelp { print(LayerCauseProof.usage) } else { return try LayerCauseProof(rest, progress).run() }
    case "explain":
        if wantsHelp { print(ExplainCommand.usage) } else { return try ExplainCommand(rest).run(progress: progress) }
    case LoadGenerator.commandName: LoadGenerator.spin()
    case "record": wantsHelp ? print(RecordCommand.usage) : try RecordCommand(rest).run(progress: progress)
    case "synthesize": wantsHelp ? print(SynthesizeCommand.usage) : try SynthesizeCommand(rest).run()
    case "replay": wantsHelp ? print(ReplayCommand.usage) : try ReplayCommand(rest).run()
    case "history": wantsHelp ? print(HistoryCommand.usage) : try HistoryCommand(rest).run(progress: progress)
    case "shifts": wantsHelp ? print(ShiftGrid.usage) : try ShiftGrid.run(rest, progress: progress)
    case "courses": wantsHelp ? print(CourseGrid.usage) : try CourseGrid.run(rest, progress: progress)
    case "annotated": wantsHelp ? print(AnnotatedCommand.usage) : try AnnotatedCommand.run(rest, progress: progress)
    case "penalties": wantsHelp ? print(PenaltyTable.usage) : try PenaltyTable.run(rest)
    case "figures": wantsHelp ? print(FiguresCommand.usage) : try FiguresCommand(rest).run()
    // The recorder's workers are this executable again, as pawl's are pawl.
    case "worker": return PawlCommand.run(arguments: arguments, context: .ofThisProcess()).rawValue
    case AccuracyPassCommand.name: try AccuracyPassCommand.run(rest)
    case "--help", "-h", "help": print(usage)
    default: return try GoalBenchmarks(arguments).run(progress: progress)
    }
    return 0
}

do {
    exit(try run(Array(CommandLine.arguments.dropFirst())))
} catch let error as TraceError {
    progress("\(DiagnosticRenderer(usesColour: false).render(error.diagnostics))")
    if case .wrongArgument = error { exit(2) }
    exit(1)
} catch let error as any DiagnosableError {
    progress("\(DiagnosticRenderer(usesColour: false).render(error.diagnostics))")
    exit(1)
} catch {
    progress("failed: \(error)")
    exit(70)
}
