extension DatabaseFixtures {
    /// The rows of `SampleRun.make()`.
    static let version1Rows = #"""
        INSERT INTO runs VALUES (1, '7f1c9a52-0000-4000-8000-000000000001', 'gate', 'incomplete', 'skip', 'demo',
            'Suites/demo.yaml', 'aa11', 'demo', '../main/Suites/demo.yaml', 'bb22', 1778307200123456717,
            1778307261373456717, '18446744073709551612', '0.1.0', 'bench-1', 'f00d', '0123abcd', 1);
        INSERT INTO environment_facts VALUES
            (1, 0, 'cpu', 'model', 'Example CPU', NULL, NULL, NULL),
            (1, 1, 'memory', 'total', NULL, 8589934592.0, 'bytes', NULL),
            (1, 2, 'cpu', 'temperature', NULL, NULL, NULL, 'no thermal zone');
        INSERT INTO warnings VALUES
            (1, 0, 'the governor is powersave'),
            (1, 1, 'gnuplot is missing');
        INSERT INTO golden_sets VALUES
            (1, '9999', 'filetypes', '1', 'classification', '["python","rust","text"]');
        INSERT INTO golden_samples VALUES
            (1, 0, 'a.py', 0, 'a', 0),
            (1, 1, 'b.rs', 1, '', 0),
            (1, 2, 'c.md', 2, 'c''d', 1),
            (1, 3, 'd.txt', 2, 'é', 2);
        INSERT INTO run_golden_sets VALUES
            (1, 0, 1);
        INSERT INTO subjects VALUES
            (1, 'candidate', 'filetype', 'fp32', 'ort', 1, 1, '/models/fp32.onnx', 'd0', 1000000, 'onnxruntime', '1.31.1',
                'cafe', 'cpu', '{"graph_optimization":"all","threads":"1"}', NULL, '9999'),
            (2, 'candidate', 'filetype', 'int8', 'ort', 0, 0, '/models/int8.onnx', 'd1', 1000000, 'onnxruntime', '1.31.1',
                'cafe', 'cpu', '{"graph_optimization":"all","threads":"1"}', NULL, '9999'),
            (3, 'baseline', 'filetype', 'int8', 'ort', 0, 0, '/models/gone.onnx', 'd2', 0, 'onnxruntime', '', '', 'cpu',
                '{}', 'board: aarch64, Cortex-A76, Linux 6.6.51', 'unknown to the run');
        INSERT INTO run_cells VALUES
            (1, 1, 0, 1, 1, 12.25, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (2, 1, 1, 2, 1, 12.25, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (3, 1, 2, 3, NULL, 0.0, 'out_of_memory', 'load', 'killed by the kernel', 'use a smaller model', 'SIGKILL', -9,
                '["one","two"]');
        INSERT INTO metric_names VALUES
            (1, 'accuracy'), (2, 'kl_divergence'), (3, 'latency_p50'), (4, 'latency_p99'), (5, 'macro_f1'),
            (6, 'model_size'), (7, 'peak_memory'), (8, 'throughput');
        INSERT INTO metric_values VALUES
            (1, 1, 1.0),
            (1, 2, 9e999),
            (1, 3, 8000000.0),
            (1, 5, 0.1),
            (1, 6, 1000000.0),
            (1, 7, 41000000.0),
            (1, 8, 125.0),
            (2, 1, 0.75),
            (2, 2, 9e999),
            (2, 3, 4000000.0),
            (2, 4, 4010001.0),
            (2, 5, 0.1),
            (2, 7, 41000000.0),
            (2, 8, 250.0);
        INSERT INTO answer_contents VALUES
            (1, -2309778454723692613, '[0,1,2,2]', '[0,0,0,1]', '["a","","c''d","é"]', '{"accuracy":0.3333333333333333,"kl_divergence":"inf","macro_f1":0.1}', NULL),
            (2, 7999360168850451739, '[0,1,2,1]', '[0,0,0,1]', '["a","","c''d","é"]', '{"accuracy":0.3333333333333333,"kl_divergence":"inf","macro_f1":0.1}', '{"tensors":[{"explanation":{"missing":{}},"output":"hidden","samples":0,"shape":[1,8]},{"explanation":{"lastAxis":{"order":[2,1,0],"sqnr":140}},"fidelity":{"cosineSimilarity":0.25,"maximumAbsoluteError":0.5,"sqnr":-1.5},"output":"scores","samples":4,"shape":[1,3]}],"worstSamples":[{"answer":{"score":0.75,"text":"rust"},"maximumAbsoluteError":0.5,"otherAnswer":{"text":"text"},"output":"scores","sample":3,"sqnr":-2}]}');
        INSERT INTO content_unit_values VALUES
            (1, 'calibration_error', X'000000000000E03F000000000000D03F'),
            (1, 'kl_divergence', X'0000000000000000000000000000D03F000000000000F83F000000000000C03F'),
            (2, 'calibration_error', X'000000000000E03F000000000000D03F'),
            (2, 'kl_divergence', X'0000000000000000000000000000D03F000000000000F83F000000000000C03F');
        INSERT INTO accuracy_passes VALUES
            (1, 1, '{"agreement":0.75}', NULL, 1.5, 3),
            (2, 2, '{"agreement":0.75}', '{"tensors":[],"worstSamples":[]}', 1.5, 3);
        INSERT INTO baseline_unit_values VALUES
            (1, 'kl_divergence', X'000000000000E03F'),
            (2, 'kl_divergence', X'000000000000E03F');
        INSERT INTO answers VALUES (1, 'e0', 'c0', X'00000000000000010102030405060708FFFFFFFFFFFFFFFF0000000000000004', NULL,
            'c2', 1777307200500000000, NULL, '7f1c9a52-0000-4000-8000-000000000000', 1776307200000000000, 2, 1,
            '863af2ee6a36a94c2f074eb6d434289ac14af1de8c346fe67b1f0e16a2986f83');
        INSERT INTO answers VALUES (2, 'e1', 'c1', X'', 'c0', NULL, 1777307200500000000,
            '7f1c9a52-0000-4000-8000-000000000000', NULL, NULL, NULL, NULL,
            'f38a9ceb0c60c6cfb76e1ec38c42bd5a1d2faeca6c130238f3d6c6a09d968fd7');
        INSERT INTO operators VALUES
            (1, 0, '/conv/Conv', 'Conv', 'CPU', 0, 812.5),
            (1, 1, '', 'MatMul', 'CPU', NULL, 100.0),
            (2, 0, '/conv/Conv', 'Conv', 'CPU', 0, 812.5),
            (2, 1, '', 'MatMul', 'CPU', NULL, 100.0);
        INSERT INTO pairs VALUES
            (1, 1, 0, 'reference', 1, 2, 2, 1, '[1,2]', 'budget', 2.5);
        INSERT INTO launches VALUES (1, 1, 0, 0, 1, 31000000, 9000000, 12, 40000000, 1, 20000000, 61000000, 4194304,
            1048576, 1,
            0.25, 1000321, 1.5, 1);
        INSERT INTO launches VALUES (2, 1, 1, 1, NULL, 30000000, 8500000, 200, 2000000000, 0, 20000001, 61000001, NULL,
            NULL, NULL, NULL, NULL, NULL, 0);
        INSERT INTO launches VALUES (3, 2, 0, 0, 1, 31000000, 9000000, 12, 40000000, 1, 20000000, 61000000, 4194304,
            1048576, 1,
            0.25, 1000321, 1.5, 1);
        INSERT INTO launches VALUES (4, 2, 1, 1, NULL, 30000000, 8500000, 200, 2000000000, 0, 20000001, 61000001, NULL,
            NULL, NULL, NULL, NULL, NULL, 0);
        INSERT INTO blocks VALUES
            (1, 1, 0, 0, 0, 0, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (2, 1, 1, 0, 1, 50000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (3, 1, 2, 0, 2, 100000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (4, 1, 3, 0, 3, 150000000, 25000000, 24900000, 1, 4, X'00127A0022607A00C8C77900'),
            (5, 2, 0, 0, 0, 5, 6, 7, 7, 2, X'E803EB03'),
            (6, 2, 1, 0, 1, 8, 9, 10, 1, 2, X''),
            (7, 3, 0, 0, 0, 0, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (8, 3, 1, 0, 1, 50000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (9, 3, 2, 0, 2, 100000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (10, 3, 3, 0, 3, 150000000, 25000000, 24900000, 1, 4, X'00093D0011303D00E4E33C00'),
            (11, 4, 0, 0, 0, 5, 6, 7, 7, 2, X'E803EB03'),
            (12, 4, 1, 0, 1, 8, 9, 10, 1, 2, X'');
        INSERT INTO findings VALUES
            (1, 3333432547059445053, 0, 'latency_p50', 'reference', 'latency p50 at most +3 % above the reference', 'Suites/demo.yaml', 18, 5, 'failed', '45 % slower', '["interval +44 % to +46 %","flips: d.txt"]', '{"baselineValue":4000000,"candidateValue":5800000,"confidence":0.95,"effect":0.45,"high":"inf","launches":16,"limit":0.03,"low":0.44,"minimalDetectableEffect":0.035}'),
            (2, 2300167365792631073, 3, 'model_size', 'nothing', 'model size at most 1 MB', 'Suites/demo.yaml', 21, 5, 'not_judged', 'no cell matches', '[]', NULL);
        INSERT INTO judgements VALUES
            (1, 0, 2, 1, 2.5),
            (1, 1, NULL, 2, 0.0);
        """#
}
