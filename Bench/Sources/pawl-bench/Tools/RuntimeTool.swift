import Foundation

/// A runtime's own way to time a model, or the loop that people write in Python where it has none.
struct RuntimeTool {
    var name: String
    /// Of the runtime in Pawl's lock file, and of its Python package.
    var version: String
    /// As Python imports it.
    var package: String
    /// Arguments: model, threads, core, seconds, then the golden set's folder. Prints the median in nanoseconds.
    var program: String
    /// Ends of model files that it reads.
    var suffix: String
    /// Keys of the suite's runtime besides name, version and threads.
    var precision = "f32"

    static let all = [
        RuntimeTool(
            name: "onnxruntime", version: "1.31.1", package: "onnxruntime", program: loop(onnxRuntime), suffix: "onnx"),
        RuntimeTool(
            name: "openvino", version: "2026.4.1", package: "openvino", program: benchmarkApp, suffix: "onnx"),
        RuntimeTool(
            name: "litert", version: "2.3.0", package: "ai-edge-litert", program: loop(liteRT), suffix: "tflite"),
    ]

    /// The loop: warm-up for a tenth of the time, then samples in turn, each inference between two readings of the clock.
    private static func loop(_ runtime: String) -> String {
        """
        import os, sys, time
        import numpy as np
        import yaml

        model, threads, core, seconds, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), sys.argv[5]
        if core >= 0:
            os.sched_setaffinity(0, {core})
        manifest = yaml.safe_load(open(folder + "/golden.yaml", encoding="utf-8"))
        (entry,) = manifest["inputs"].values()
        samples = np.load(folder + "/" + entry["file"], mmap_mode="r")[:64]
        \(runtime)
        feeds = [prepare(np.ascontiguousarray(sample[None])) for sample in samples]
        end = time.perf_counter() + seconds / 10
        while time.perf_counter() < end:
            run(feeds[0])
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for feed in feeds:
                start = time.perf_counter_ns()
                run(feed)
                times.append(time.perf_counter_ns() - start)
        times.sort()
        print(times[len(times) // 2])
        """
    }

    private static let onnxRuntime = """
        import onnxruntime as ort
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        name = session.get_inputs()[0].name
        def prepare(sample):
            return {name: sample}
        def run(feed):
            session.run(None, feed)
        """

    private static let liteRT = """
        from ai_edge_litert.interpreter import Interpreter
        interpreter = Interpreter(model_path=model, num_threads=threads)
        interpreter.allocate_tensors()
        wanted = interpreter.get_input_details()[0]
        def prepare(sample):
            sample = sample.astype(wanted["dtype"])
            if list(sample.shape) != list(wanted["shape"]):
                sample = np.ascontiguousarray(sample.transpose(0, 2, 3, 1))
            return sample
        def run(feed):
            interpreter.set_tensor(wanted["index"], feed)
            interpreter.invoke()
        """

    /// Reads its own report: the median of synchronous inferences of one stream, in milliseconds.
    private static let benchmarkApp = """
        import contextlib, io, json, os, sys, tempfile
        import numpy as np
        import yaml

        model, threads, core, seconds, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]
        if core >= 0:
            os.sched_setaffinity(0, {core})
        manifest = yaml.safe_load(open(folder + "/golden.yaml", encoding="utf-8"))
        ((name, entry),) = manifest["inputs"].items()
        shape = [1, *np.load(folder + "/" + entry["file"], mmap_mode="r").shape[1:]]
        from openvino.tools.benchmark.main import main
        with tempfile.TemporaryDirectory() as reports:
            sys.argv = [
                "benchmark_app", "-m", model, "-d", "CPU", "-api", "sync", "-hint", "none", "-nstreams", "1",
                "-nthreads", threads, "-infer_precision", "f32", "-t", str(max(1, round(float(seconds)))),
                "-data_shape", name + "[" + ",".join(map(str, shape)) + "]", "-json_stats", "-report_type", "no_counters",
                "-report_folder", reports, "-pin", "NO",
            ]
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                with contextlib.suppress(SystemExit):
                    main()
            report = json.load(open(reports + "/benchmark_report.json", encoding="utf-8"))
        print(round(1e6 * float(report["execution_results"]["latency (ms)"])))
        """
}
