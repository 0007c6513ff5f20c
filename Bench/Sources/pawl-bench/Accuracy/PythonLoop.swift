/// What people write without Pawl: a loop over a golden set's samples in Python, over the same runtime.
///
/// One sample at a time, state carried where the golden set says so, all outputs kept in memory, no metrics.
enum PythonLoop {
    /// Arguments: model, golden set's folder, threads. Prints the samples and the seconds of session and loop, without
    /// imports.
    static let program = """
        import sys, time
        import numpy as np
        import onnxruntime as ort
        import yaml

        model, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
        manifest = yaml.safe_load(open(folder + "/golden.yaml", encoding="utf-8"))
        start = time.perf_counter()
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        arrays, offsets = {}, {}
        for name, entry in manifest["inputs"].items():
            array = np.load(folder + "/" + entry["file"], mmap_mode="r")
            shapes = np.load(folder + "/" + entry["shapes"]["file"]) if "shapes" in entry else None
            if shapes is not None:
                offsets[name] = np.concatenate([[0], np.cumsum(shapes.prod(axis=1))])
            arrays[name] = (array, shapes)
        ranks = {value.name: len(value.shape) for value in session.get_inputs()}
        state = manifest.get("state", {})
        sequences = np.load(folder + "/" + manifest["sequences"]["file"]) if "sequences" in manifest else None
        zeros = {
            value.name: np.zeros([size if isinstance(size, int) else 1 for size in value.shape], np.float32)
            for value in session.get_inputs()
            if value.name in state
        }
        names = [value.name for value in session.get_outputs()]
        kept, carried = [], zeros
        for index in range(manifest["samples"]):
            feed = {}
            for name, (array, shapes) in arrays.items():
                if shapes is None:
                    sample = array[index]
                else:
                    sample = array[offsets[name][index] : offsets[name][index + 1]].reshape(shapes[index])
                feed[name] = sample[None] if ranks[name] == sample.ndim + 1 else sample
            if state:
                if index == 0 or sequences[index] != sequences[index - 1]:
                    carried = zeros
                feed.update(carried)
            outputs = dict(zip(names, session.run(names, feed)))
            if state:
                carried = {name: outputs[output] for name, output in state.items()}
            kept.append(outputs)
        print(len(kept), time.perf_counter() - start)
        """
}
