import Foundation
import InferenceCore

/// A library with an operator of its own for ONNX Runtime, `pawl.tests` `Square`: y = x · x of float32.
///
/// The little of the interface that it needs is declared in it: the table of functions by index, and the description of an operator as
/// version 8 has it, which every later version reads.
public enum CustomOperatorLibrary {
    public static let domain = "pawl.tests"
    public static let type = "Square"

    /// - Parameter spins: additions in vain in each call; they are what makes it slow.
    public static func source(spins: Int = 0) -> String {
        """
        #include <stddef.h>
        #include <stdint.h>
        typedef const void *const *Table;
        typedef struct { Table (*get)(uint32_t); const char *(*version)(void); } Base;
        typedef struct Op Op;
        struct Op {
            uint32_t version;
            void *(*create)(const Op *, Table, const void *info);
            const char *(*name)(const Op *);
            const char *(*provider)(const Op *);
            int (*input_type)(const Op *, size_t);
            size_t (*input_count)(const Op *);
            int (*output_type)(const Op *, size_t);
            size_t (*output_count)(const Op *);
            void (*compute)(void *kernel, void *context);
            void (*destroy)(void *kernel);
            int (*input_kind)(const Op *, size_t);
            int (*output_kind)(const Op *, size_t);
        };
        static Table table;
        #define CALL(slot, ...) ((void *(*)(const void *, ...))table[slot])(__VA_ARGS__)
        static char kernel;
        static void *create(const Op *op, Table given, const void *info) { return &kernel; }
        static const char *name(const Op *op) { return "\(type)"; }
        static const char *provider(const Op *op) { return 0; }
        static int float32(const Op *op, size_t index) { return 1; }
        static size_t one(const Op *op) { return 1; }
        static int required(const Op *op, size_t index) { return 0; }
        static void destroy(void *kernel) {}
        static void compute(void *kernel, void *context) {
            void *input = 0, *output = 0, *info = 0;
            size_t rank = 0, count = 1;
            int64_t sizes[8];
            float *from = 0, *to = 0;
            CALL(90, context, (size_t)0, &input);
            CALL(65, input, &info);
            CALL(61, info, &rank);
            CALL(62, info, sizes, rank);
            CALL(99, info);
            for (size_t axis = 0; axis < rank; ++axis) count *= sizes[axis];
            CALL(91, context, (size_t)0, sizes, rank, &output);
            CALL(51, input, &from);
            CALL(51, output, &to);
            volatile float sum = 0;
            for (long spin = 0; spin < \(spins)L; ++spin) sum += 1;
            for (size_t index = 0; index < count; ++index) to[index] = from[index] * from[index];
        }
        static const Op square = {
            8, create, name, provider, float32, one, float32, one, compute, destroy, required, required,
        };
        void *RegisterCustomOps(void *options, const Base *base) {
            void *domain = 0, *status = 0;
            table = base->get(15);
            if ((status = CALL(26, "\(domain)", &domain))) return status;
            if ((status = CALL(27, domain, &square))) return status;
            return CALL(28, options, domain);
        }
        """
    }

    /// scores = x · x of `GoldenSetFixture`: every answer is right.
    ///
    /// - Parameters:
    ///   - isCustom: by the library's operator, else by multiplying.
    ///   - batch: a name, or a number for those that take fixed shapes alone.
    public static func model(isCustom: Bool, batch: String = "batch") -> TestModel {
        var model = TestModel(
            inputs: [.tensor("x", .float32, batch, "4")], outputs: [.tensor("scores", .float32, batch, "4")],
            nodes: [
                isCustom
                    ? .init(type: type, name: "square", inputs: ["x"], outputs: ["scores"], domain: domain)
                    : .init(type: "Mul", name: "square", inputs: ["x", "x"], outputs: ["scores"])
            ])
        if isCustom { model.operatorSets[domain] = 1 }
        return model
    }
}
