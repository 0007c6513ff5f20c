#pragma once

// The part of LiteRT's binary interface that Pawl calls, declared for Pawl: the library is opened at run time and its
// package carries no headers.
//
// The library exports plain C functions, and two of its releases may give one name two meanings. Where they differ there
// are two types here, the later one named for its first version; the adapter chooses by the library's version. Layouts are
// held in place by assertions (litert.c), and a probe calls the functions in every library before it is measured with.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct LiteRtEnvironment LiteRtEnvironment;
typedef struct LiteRtModel LiteRtModel;
typedef struct LiteRtSignature LiteRtSignature;
typedef struct LiteRtTensor LiteRtTensor;
typedef struct LiteRtOptions LiteRtOptions;
typedef struct LiteRtOpaqueOptions LiteRtOpaqueOptions;
typedef struct LiteRtCpuOptions LiteRtCpuOptions;
typedef struct LiteRtRuntimeOptions LiteRtRuntimeOptions;
typedef struct LiteRtCompiledModel LiteRtCompiledModel;
typedef struct LiteRtTensorBufferRequirements LiteRtTensorBufferRequirements;
typedef struct LiteRtTensorBuffer LiteRtTensorBuffer;
typedef struct LiteRtProfiler LiteRtProfiler;

// What every function answers that can fail; 0 is success.
typedef int32_t LiteRtStatus;

enum {
    LITERT_STATUS_OK = 0,

    LITERT_ACCELERATOR_CPU = 1,

    LITERT_LOCK_READ = 0,
    LITERT_LOCK_WRITE = 1,

    LITERT_MAXIMUM_RANK = 8,

    // Of a tensor type: its rank is known, dimensions may be dynamic.
    LITERT_TYPE_RANKED = 0,

    // Error messages are kept for LiteRtCompiledModelGetErrorMessages.
    LITERT_ERRORS_TO_BUFFER = 2,
};

// Element types as the library numbers them.
enum {
    LITERT_ELEMENT_FLOAT32 = 1,
    LITERT_ELEMENT_INT32 = 2,
    LITERT_ELEMENT_UINT8 = 3,
    LITERT_ELEMENT_INT64 = 4,
    LITERT_ELEMENT_STRING = 5,
    LITERT_ELEMENT_BOOL = 6,
    LITERT_ELEMENT_INT16 = 7,
    LITERT_ELEMENT_INT8 = 9,
    LITERT_ELEMENT_FLOAT16 = 10,
    LITERT_ELEMENT_FLOAT64 = 11,
    LITERT_ELEMENT_UINT64 = 13,
    LITERT_ELEMENT_UINT32 = 16,
    LITERT_ELEMENT_UINT16 = 17,
    LITERT_ELEMENT_BFLOAT16 = 19,
};

// A shape; a dimension below 0 is dynamic, what lies beyond the rank is undefined.
typedef struct LiteRtLayout {
    unsigned int rank : 7;
    unsigned int hasStrides : 1;
    int32_t dimensions[LITERT_MAXIMUM_RANK];
    uint32_t strides[LITERT_MAXIMUM_RANK];
} LiteRtLayout;

typedef struct LiteRtRankedTensorType {
    int32_t elementType;
    LiteRtLayout layout;
} LiteRtRankedTensorType;

// One setting of an environment. Values of other types than integers are not used.
enum {
    LITERT_ENVIRONMENT_ACCELERATORS = 24,
    LITERT_ENVIRONMENT_LOG_SEVERITY = 25,
    LITERT_ANY_INTEGER = 2,
    LITERT_LOG_ERROR = 3,
};

typedef struct LiteRtAny {
    int32_t type;
    int64_t integer;
} LiteRtAny;

typedef struct LiteRtEnvironmentOption {
    int32_t tag;
    LiteRtAny value;
} LiteRtEnvironmentOption;

// Kinds of an event that time one operator.
enum {
    LITERT_EVENT_OPERATOR = 2,
    LITERT_EVENT_DELEGATE_OPERATOR = 4,
    LITERT_EVENT_PROFILED_DELEGATE_OPERATOR = 8,
};

typedef struct LiteRtProfilerEvent {
    // Belongs to the profiler.
    const char *_Nullable tag;
    int32_t kind;
    uint64_t startMicroseconds;
    uint64_t elapsedMicroseconds;
    size_t memoryBefore[3];
    size_t memoryAfter[3];
    // The operator's index, for the kinds above.
    uint64_t index;
    uint64_t second;
    int32_t source;
} LiteRtProfilerEvent;

// Where the library puts a pointer, and where it takes a list of them.
#define LITERT_OUT(type) type *_Nullable *_Nonnull

// Environment.
typedef LiteRtStatus (*LiteRtCreateEnvironmentFunction)(int count, const LiteRtEnvironmentOption *_Nullable options,
                                                        LITERT_OUT(LiteRtEnvironment) out);
typedef void (*LiteRtDestroyEnvironmentFunction)(LiteRtEnvironment *);

// Model.
typedef LiteRtStatus (*LiteRtCreateModelFunction)(const char *path, LITERT_OUT(LiteRtModel) out);
typedef LiteRtStatus (*LiteRtCreateModelFunction216)(LiteRtEnvironment *, const char *path,
                                                     LITERT_OUT(LiteRtModel) out);
typedef void (*LiteRtDestroyModelFunction)(LiteRtModel *);
typedef LiteRtStatus (*LiteRtGetNumModelSignaturesFunction)(LiteRtModel *, size_t *out);
typedef LiteRtStatus (*LiteRtGetModelSignatureFunction)(LiteRtModel *, size_t index, LITERT_OUT(LiteRtSignature) out);
typedef LiteRtStatus (*LiteRtGetSignatureKeyFunction)(LiteRtSignature *, LITERT_OUT(const char) out);
typedef LiteRtStatus (*LiteRtGetNumSignaturePortsFunction)(LiteRtSignature *, size_t *out);
typedef LiteRtStatus (*LiteRtGetSignaturePortNameFunction)(LiteRtSignature *, size_t index, LITERT_OUT(const char) out);
typedef LiteRtStatus (*LiteRtGetSignaturePortTensorFunction)(LiteRtSignature *, size_t index,
                                                             LITERT_OUT(LiteRtTensor) out);
typedef LiteRtStatus (*LiteRtGetTensorTypeIdFunction)(LiteRtTensor *, int32_t *out);
typedef LiteRtStatus (*LiteRtGetRankedTensorTypeFunction)(LiteRtTensor *, LiteRtRankedTensorType *out);

// Options. Opaque ones are added to, and then belong to, the options of a compilation.
typedef LiteRtStatus (*LiteRtCreateOptionsFunction)(LITERT_OUT(LiteRtOptions) out);
typedef void (*LiteRtDestroyOptionsFunction)(LiteRtOptions *);
typedef LiteRtStatus (*LiteRtSetOptionsHardwareAcceleratorsFunction)(LiteRtOptions *, int accelerators);
typedef LiteRtStatus (*LiteRtAddOpaqueOptionsFunction)(LiteRtOptions *, LiteRtOpaqueOptions *);
typedef void (*LiteRtDestroyOpaqueOptionsFunction)(LiteRtOpaqueOptions *);
// Up to 2.1.2: structures behind setters.
typedef LiteRtStatus (*LiteRtCreateOwnOptionsFunction)(LITERT_OUT(LiteRtOpaqueOptions) out);
typedef LiteRtStatus (*LiteRtFindCpuOptionsFunction)(LiteRtOpaqueOptions *, LITERT_OUT(LiteRtCpuOptions) out);
typedef LiteRtStatus (*LiteRtSetCpuOptionsNumThreadFunction)(LiteRtCpuOptions *, int threads);
typedef LiteRtStatus (*LiteRtFindRuntimeOptionsFunction)(LiteRtOpaqueOptions *, LITERT_OUT(LiteRtRuntimeOptions) out);
typedef LiteRtStatus (*LiteRtSetRuntimeOptionsEnableProfilingFunction)(LiteRtRuntimeOptions *, bool);
typedef LiteRtStatus (*LiteRtSetRuntimeOptionsErrorReporterModeFunction)(LiteRtRuntimeOptions *, int mode);
// From 2.1.3: text, freed by the function that comes with it.
typedef void (*LiteRtFreeFunction)(void *);
typedef LiteRtStatus (*LiteRtCreateOpaqueOptionsFunction)(const char *identifier, void *payload, LiteRtFreeFunction,
                                                          LITERT_OUT(LiteRtOpaqueOptions) out);

// Compiled model.
typedef LiteRtStatus (*LiteRtCreateCompiledModelFunction)(LiteRtEnvironment *, LiteRtModel *, LiteRtOptions *,
                                                          LITERT_OUT(LiteRtCompiledModel) out);
typedef void (*LiteRtDestroyCompiledModelFunction)(LiteRtCompiledModel *);
typedef LiteRtStatus (*LiteRtCompiledModelResizeInputTensorFunction)(LiteRtCompiledModel *, size_t signature,
                                                                     size_t input, const int *sizes, size_t rank);
typedef LiteRtStatus (*LiteRtGetCompiledModelBufferRequirementsFunction)(LiteRtCompiledModel *, size_t signature,
                                                                         size_t port,
                                                                         LITERT_OUT(LiteRtTensorBufferRequirements) out);
typedef LiteRtStatus (*LiteRtGetCompiledModelOutputTensorLayoutsFunction)(LiteRtCompiledModel *, size_t signature,
                                                                          size_t count, LiteRtLayout *out,
                                                                          bool allocates);
typedef LiteRtStatus (*LiteRtRunCompiledModelFunction)(LiteRtCompiledModel *, size_t signature, size_t inputCount,
                                                       LITERT_OUT(LiteRtTensorBuffer) inputs, size_t outputCount,
                                                       LITERT_OUT(LiteRtTensorBuffer) outputs);
// The text is the caller's, to be freed with free().
typedef LiteRtStatus (*LiteRtCompiledModelGetErrorMessagesFunction)(LiteRtCompiledModel *, LITERT_OUT(char) out);
typedef LiteRtStatus (*LiteRtCompiledModelClearErrorsFunction)(LiteRtCompiledModel *);

// Tensor buffers.
typedef LiteRtStatus (*LiteRtGetTensorBufferRequirementsBufferSizeFunction)(LiteRtTensorBufferRequirements *,
                                                                            size_t *out);
typedef LiteRtStatus (*LiteRtCreateManagedTensorBufferFromRequirementsFunction)(LiteRtEnvironment *,
                                                                                const LiteRtRankedTensorType *,
                                                                                LiteRtTensorBufferRequirements *,
                                                                                LITERT_OUT(LiteRtTensorBuffer) out);
typedef void (*LiteRtDestroyTensorBufferFunction)(LiteRtTensorBuffer *);
typedef LiteRtStatus (*LiteRtGetTensorBufferPackedSizeFunction)(LiteRtTensorBuffer *, size_t *out);
typedef LiteRtStatus (*LiteRtLockTensorBufferFunction)(LiteRtTensorBuffer *, LITERT_OUT(void) out, int mode);
typedef LiteRtStatus (*LiteRtUnlockTensorBufferFunction)(LiteRtTensorBuffer *);

// Profiler; it belongs to the compiled model.
typedef LiteRtStatus (*LiteRtCompiledModelGetProfilerFunction)(LiteRtCompiledModel *, LITERT_OUT(LiteRtProfiler) out);
typedef LiteRtStatus (*LiteRtProfilerFunction)(LiteRtProfiler *);
typedef LiteRtStatus (*LiteRtGetNumProfilerEventsFunction)(LiteRtProfiler *, int *out);
typedef LiteRtStatus (*LiteRtGetProfilerEventsFunction)(LiteRtProfiler *, int count, LiteRtProfilerEvent *out);

#undef LITERT_OUT

#pragma clang assume_nonnull end
