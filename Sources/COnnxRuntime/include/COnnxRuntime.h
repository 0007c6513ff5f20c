#pragma once

// The part of ONNX Runtime's binary interface that Pawl calls, declared for Pawl: the library is opened at run time and
// its package carries no headers.
//
// A library hands out one table of functions. The table only ever grows at its end, so a function keeps its slot for
// good. Every slot used here is held in place by an assertion (onnxruntime.c), and a probe calls those that a measurement
// needs in every library before it is measured with.

#include <stddef.h>
#include <stdint.h>

typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtIoBinding OrtIoBinding;
typedef struct OrtValue OrtValue;
typedef struct OrtTypeInfo OrtTypeInfo;
typedef struct OrtTensorTypeAndShapeInfo OrtTensorTypeAndShapeInfo;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtAllocator OrtAllocator;
typedef struct OrtModelMetadata OrtModelMetadata;
typedef struct OrtKeyValuePairs OrtKeyValuePairs;
typedef struct OrtEpAssignedSubgraph OrtEpAssignedSubgraph;
typedef struct OrtEpAssignedNode OrtEpAssignedNode;
typedef struct OrtEpDevice OrtEpDevice;
typedef struct OrtCUDAProviderOptionsV2 OrtCUDAProviderOptionsV2;
typedef struct OrtTensorRTProviderOptionsV2 OrtTensorRTProviderOptionsV2;

// Codes that OrtApi.GetErrorCode returns and that Pawl tells apart.
enum {
    ORT_CODE_EXECUTION_PROVIDER_FAILED = 11,
};

// Values of the arguments below.
enum {
    ORT_LOG_SEVERITY_ERROR = 3,
    ORT_EXECUTION_SEQUENTIAL = 0,
    ORT_ALLOCATOR_ARENA = 1,
    ORT_MEMORY_DEFAULT = 0,
};

// Element types as the library numbers them.
enum {
    ORT_ELEMENT_FLOAT32 = 1,
    ORT_ELEMENT_UINT8 = 2,
    ORT_ELEMENT_INT8 = 3,
    ORT_ELEMENT_UINT16 = 4,
    ORT_ELEMENT_INT16 = 5,
    ORT_ELEMENT_INT32 = 6,
    ORT_ELEMENT_INT64 = 7,
    ORT_ELEMENT_STRING = 8,
    ORT_ELEMENT_BOOL = 9,
    ORT_ELEMENT_FLOAT16 = 10,
    ORT_ELEMENT_FLOAT64 = 11,
    ORT_ELEMENT_UINT32 = 12,
    ORT_ELEMENT_UINT64 = 13,
    ORT_ELEMENT_BFLOAT16 = 16,
};

// What an input or output is.
enum {
    ORT_KIND_SEQUENCE = 2,
    ORT_KIND_MAP = 3,
    ORT_KIND_SPARSE = 5,
    ORT_KIND_OPTIONAL = 6,
};

// A slot that returns a status: null is success, anything else is freed with ReleaseStatus.
#define ORT_CALL(name) OrtStatus *_Nullable (*_Nonnull name)
// A slot that frees what another slot made.
#define ORT_RELEASE(name, type) void (*_Nonnull name)(type *_Nonnull)
// Slots `first` to `last`, which Pawl does not call.
#define ORT_UNUSED(first, last) void *_Nullable unused_##first##_##last[(last) - (first) + 1]

// The table as it is from version 1.15 on.
typedef struct OrtApi {
    ORT_UNUSED(0, 0);
    int (*_Nonnull GetErrorCode)(const OrtStatus *_Nonnull);
    const char *_Nonnull (*_Nonnull GetErrorMessage)(const OrtStatus *_Nonnull);
    ORT_CALL(CreateEnv)(int severity, const char *_Nonnull identifier, OrtEnv *_Nullable *_Nonnull out);
    ORT_UNUSED(4, 6);
    ORT_CALL(CreateSession)(const OrtEnv *_Nonnull, const char *_Nonnull path, const OrtSessionOptions *_Nonnull,
                            OrtSession *_Nullable *_Nonnull out);
    ORT_UNUSED(8, 9);
    ORT_CALL(CreateSessionOptions)(OrtSessionOptions *_Nullable *_Nonnull out);
    ORT_UNUSED(11, 12);
    ORT_CALL(SetSessionExecutionMode)(OrtSessionOptions *_Nonnull, int mode);
    ORT_CALL(EnableProfiling)(OrtSessionOptions *_Nonnull, const char *_Nonnull filePrefix);
    ORT_UNUSED(15, 15);
    ORT_CALL(EnableMemPattern)(OrtSessionOptions *_Nonnull);
    ORT_CALL(DisableMemPattern)(OrtSessionOptions *_Nonnull);
    ORT_CALL(EnableCpuMemArena)(OrtSessionOptions *_Nonnull);
    ORT_CALL(DisableCpuMemArena)(OrtSessionOptions *_Nonnull);
    ORT_UNUSED(20, 21);
    ORT_CALL(SetSessionLogSeverityLevel)(OrtSessionOptions *_Nonnull, int severity);
    ORT_CALL(SetSessionGraphOptimizationLevel)(OrtSessionOptions *_Nonnull, int level);
    ORT_CALL(SetIntraOpNumThreads)(OrtSessionOptions *_Nonnull, int threads);
    ORT_CALL(SetInterOpNumThreads)(OrtSessionOptions *_Nonnull, int threads);
    ORT_UNUSED(26, 29);
    ORT_CALL(SessionGetInputCount)(const OrtSession *_Nonnull, size_t *_Nonnull out);
    ORT_CALL(SessionGetOutputCount)(const OrtSession *_Nonnull, size_t *_Nonnull out);
    ORT_UNUSED(32, 32);
    ORT_CALL(SessionGetInputTypeInfo)(const OrtSession *_Nonnull, size_t index, OrtTypeInfo *_Nullable *_Nonnull out);
    ORT_CALL(SessionGetOutputTypeInfo)(const OrtSession *_Nonnull, size_t index, OrtTypeInfo *_Nullable *_Nonnull out);
    ORT_UNUSED(35, 35);
    ORT_CALL(SessionGetInputName)(const OrtSession *_Nonnull, size_t index, OrtAllocator *_Nonnull,
                                  char *_Nullable *_Nonnull out);
    ORT_CALL(SessionGetOutputName)(const OrtSession *_Nonnull, size_t index, OrtAllocator *_Nonnull,
                                   char *_Nullable *_Nonnull out);
    ORT_UNUSED(38, 38);
    ORT_CALL(CreateRunOptions)(OrtRunOptions *_Nullable *_Nonnull out);
    ORT_UNUSED(40, 48);
    ORT_CALL(CreateTensorWithDataAsOrtValue)(const OrtMemoryInfo *_Nonnull, void *_Nonnull data, size_t byteCount,
                                             const int64_t *_Nonnull shape, size_t rank, int elementType,
                                             OrtValue *_Nullable *_Nonnull out);
    ORT_UNUSED(50, 50);
    ORT_CALL(GetTensorMutableData)(OrtValue *_Nonnull, void *_Nullable *_Nonnull out);
    ORT_UNUSED(52, 52);
    // Bytes of all texts together, without terminators.
    ORT_CALL(GetStringTensorDataLength)(const OrtValue *_Nonnull, size_t *_Nonnull out);
    // The texts one after another, and where each begins.
    ORT_CALL(GetStringTensorContent)(const OrtValue *_Nonnull, void *_Nonnull texts, size_t byteCount,
                                     size_t *_Nonnull offsets, size_t count);
    ORT_CALL(CastTypeInfoToTensorInfo)(const OrtTypeInfo *_Nonnull,
                                       const OrtTensorTypeAndShapeInfo *_Nullable *_Nonnull out);
    // One of ORT_KIND_.
    ORT_CALL(GetOnnxTypeFromTypeInfo)(const OrtTypeInfo *_Nonnull, int *_Nonnull out);
    ORT_UNUSED(57, 59);
    ORT_CALL(GetTensorElementType)(const OrtTensorTypeAndShapeInfo *_Nonnull, int *_Nonnull out);
    ORT_CALL(GetDimensionsCount)(const OrtTensorTypeAndShapeInfo *_Nonnull, size_t *_Nonnull out);
    ORT_CALL(GetDimensions)(const OrtTensorTypeAndShapeInfo *_Nonnull, int64_t *_Nonnull sizes, size_t count);
    ORT_CALL(GetSymbolicDimensions)(const OrtTensorTypeAndShapeInfo *_Nonnull,
                                    const char *_Nullable *_Nonnull names, size_t count);
    ORT_UNUSED(64, 64);
    ORT_CALL(GetTensorTypeAndShape)(const OrtValue *_Nonnull, OrtTensorTypeAndShapeInfo *_Nullable *_Nonnull out);
    ORT_UNUSED(66, 67);
    ORT_CALL(CreateMemoryInfo)(const char *_Nonnull name, int allocatorType, int deviceIdentifier, int memoryType,
                               OrtMemoryInfo *_Nullable *_Nonnull out);
    ORT_CALL(CreateCpuMemoryInfo)(int allocatorType, int memoryType, OrtMemoryInfo *_Nullable *_Nonnull out);
    ORT_UNUSED(70, 75);
    ORT_CALL(AllocatorFree)(OrtAllocator *_Nonnull, void *_Nonnull);
    ORT_UNUSED(77, 77);
    // The allocator belongs to the library and is not released.
    ORT_CALL(GetAllocatorWithDefaultOptions)(OrtAllocator *_Nullable *_Nonnull out);
    ORT_UNUSED(79, 91);
    ORT_RELEASE(ReleaseEnv, OrtEnv);
    ORT_RELEASE(ReleaseStatus, OrtStatus);
    ORT_RELEASE(ReleaseMemoryInfo, OrtMemoryInfo);
    ORT_RELEASE(ReleaseSession, OrtSession);
    ORT_RELEASE(ReleaseValue, OrtValue);
    ORT_RELEASE(ReleaseRunOptions, OrtRunOptions);
    ORT_RELEASE(ReleaseTypeInfo, OrtTypeInfo);
    ORT_RELEASE(ReleaseTensorTypeAndShapeInfo, OrtTensorTypeAndShapeInfo);
    ORT_RELEASE(ReleaseSessionOptions, OrtSessionOptions);
    ORT_UNUSED(101, 109);
    ORT_CALL(SessionEndProfiling)(OrtSession *_Nonnull, OrtAllocator *_Nonnull, char *_Nullable *_Nonnull outPath);
    ORT_CALL(SessionGetModelMetadata)(const OrtSession *_Nonnull, OrtModelMetadata *_Nullable *_Nonnull out);
    ORT_CALL(ModelMetadataGetProducerName)(const OrtModelMetadata *_Nonnull, OrtAllocator *_Nonnull,
                                           char *_Nullable *_Nonnull out);
    ORT_CALL(ModelMetadataGetGraphName)(const OrtModelMetadata *_Nonnull, OrtAllocator *_Nonnull,
                                        char *_Nullable *_Nonnull out);
    ORT_UNUSED(114, 115);
    ORT_CALL(ModelMetadataLookupCustomMetadataMap)(const OrtModelMetadata *_Nonnull, OrtAllocator *_Nonnull,
                                                   const char *_Nonnull key, char *_Nullable *_Nonnull out);
    ORT_CALL(ModelMetadataGetVersion)(const OrtModelMetadata *_Nonnull, int64_t *_Nonnull out);
    ORT_RELEASE(ReleaseModelMetadata, OrtModelMetadata);
    ORT_UNUSED(119, 122);
    // Every key, and the array itself, is freed with AllocatorFree; there is none when the count is 0.
    ORT_CALL(ModelMetadataGetCustomMetadataMapKeys)(const OrtModelMetadata *_Nonnull, OrtAllocator *_Nonnull,
                                                    char *_Nullable *_Nullable *_Nonnull outKeys,
                                                    int64_t *_Nonnull outCount);
    ORT_UNUSED(124, 124);
    ORT_CALL(GetAvailableProviders)(char *_Nonnull *_Nullable *_Nonnull out, int *_Nonnull outCount);
    ORT_CALL(ReleaseAvailableProviders)(char *_Nonnull *_Nonnull, int count);
    ORT_UNUSED(127, 129);
    ORT_CALL(AddSessionConfigEntry)(OrtSessionOptions *_Nonnull, const char *_Nonnull key, const char *_Nonnull value);
    ORT_CALL(CreateAllocator)(const OrtSession *_Nonnull, const OrtMemoryInfo *_Nonnull,
                              OrtAllocator *_Nullable *_Nonnull out);
    ORT_RELEASE(ReleaseAllocator, OrtAllocator);
    ORT_CALL(RunWithBinding)(OrtSession *_Nonnull, const OrtRunOptions *_Nonnull, const OrtIoBinding *_Nonnull);
    ORT_CALL(CreateIoBinding)(OrtSession *_Nonnull, OrtIoBinding *_Nullable *_Nonnull out);
    ORT_RELEASE(ReleaseIoBinding, OrtIoBinding);
    ORT_CALL(BindInput)(OrtIoBinding *_Nonnull, const char *_Nonnull name, const OrtValue *_Nonnull);
    ORT_UNUSED(137, 137);
    ORT_CALL(BindOutputToDevice)(OrtIoBinding *_Nonnull, const char *_Nonnull name, const OrtMemoryInfo *_Nonnull);
    ORT_UNUSED(139, 139);
    // In the order in which the outputs were bound; every value, and the array itself, is the caller's.
    ORT_CALL(GetBoundOutputValues)(const OrtIoBinding *_Nonnull, OrtAllocator *_Nonnull,
                                   OrtValue *_Nullable *_Nullable *_Nonnull out, size_t *_Nonnull outCount);
    ORT_UNUSED(141, 169);
    ORT_CALL(SessionOptionsAppendExecutionProvider_TensorRT_V2)(OrtSessionOptions *_Nonnull,
                                                                const OrtTensorRTProviderOptionsV2 *_Nonnull);
    ORT_CALL(CreateTensorRTProviderOptions)(OrtTensorRTProviderOptionsV2 *_Nullable *_Nonnull out);
    ORT_CALL(UpdateTensorRTProviderOptions)(OrtTensorRTProviderOptionsV2 *_Nonnull,
                                            const char *_Nonnull const *_Nullable keys,
                                            const char *_Nonnull const *_Nullable values, size_t count);
    ORT_UNUSED(173, 173);
    ORT_RELEASE(ReleaseTensorRTProviderOptions, OrtTensorRTProviderOptionsV2);
    ORT_UNUSED(175, 203);
    ORT_CALL(SessionOptionsAppendExecutionProvider_CUDA_V2)(OrtSessionOptions *_Nonnull,
                                                            const OrtCUDAProviderOptionsV2 *_Nonnull);
    ORT_CALL(CreateCUDAProviderOptions)(OrtCUDAProviderOptionsV2 *_Nullable *_Nonnull out);
    ORT_CALL(UpdateCUDAProviderOptions)(OrtCUDAProviderOptionsV2 *_Nonnull, const char *_Nonnull const *_Nullable keys,
                                        const char *_Nonnull const *_Nullable values, size_t count);
    ORT_UNUSED(207, 207);
    ORT_RELEASE(ReleaseCUDAProviderOptions, OrtCUDAProviderOptionsV2);
    ORT_UNUSED(209, 215);
    ORT_CALL(SessionOptionsAppendExecutionProvider)(OrtSessionOptions *_Nonnull, const char *_Nonnull provider,
                                                    const char *_Nonnull const *_Nullable keys,
                                                    const char *_Nonnull const *_Nullable values, size_t count);
    ORT_UNUSED(217, 227);
    // Opens a library of operators and calls its RegisterCustomOps; the options hold it.
    ORT_CALL(RegisterCustomOpsLibrary_V2)(OrtSessionOptions *_Nonnull, const char *_Nonnull path);
    ORT_UNUSED(229, 253);
    const char *_Nonnull (*_Nonnull GetBuildInfoString)(void);
} OrtApi;

// The table as it is from version 1.22 on. An older library's ends earlier, so this one is a type of its own: nothing
// past OrtApi can be read by accident.
typedef struct OrtApi22 {
    OrtApi first;
    ORT_UNUSED(255, 297);
    void (*_Nonnull GetKeyValuePairs)(const OrtKeyValuePairs *_Nonnull,
                                      const char *_Nonnull const *_Nullable *_Nonnull outKeys,
                                      const char *_Nonnull const *_Nullable *_Nonnull outValues,
                                      size_t *_Nonnull outCount);
    ORT_UNUSED(299, 299);
    ORT_RELEASE(ReleaseKeyValuePairs, OrtKeyValuePairs);
    // Opens a library of execution providers, which the environment holds under a name of the caller's.
    ORT_CALL(RegisterExecutionProviderLibrary)(OrtEnv *_Nonnull, const char *_Nonnull name, const char *_Nonnull path);
    ORT_UNUSED(302, 302);
    // The devices that providers can run on here; they belong to the environment.
    ORT_CALL(GetEpDevices)(const OrtEnv *_Nonnull, const OrtEpDevice *_Nonnull const *_Nullable *_Nonnull out,
                           size_t *_Nonnull outCount);
    ORT_CALL(SessionOptionsAppendExecutionProvider_V2)(OrtSessionOptions *_Nonnull, OrtEnv *_Nonnull,
                                                       const OrtEpDevice *_Nonnull const *_Nullable devices,
                                                       size_t deviceCount,
                                                       const char *_Nonnull const *_Nullable keys,
                                                       const char *_Nonnull const *_Nullable values, size_t count);
    ORT_UNUSED(305, 311);
    const char *_Nonnull (*_Nonnull EpDevice_EpName)(const OrtEpDevice *_Nonnull);
} OrtApi22;

// The same from version 1.23 on.
typedef struct OrtApi23 {
    OrtApi22 first;
    ORT_UNUSED(313, 318);
    ORT_CALL(AllocatorGetStats)(const OrtAllocator *_Nonnull, OrtKeyValuePairs *_Nullable *_Nonnull out);
} OrtApi23;

// The same from version 1.24 on. What is handed out belongs to the session, which must have been opened with
// session.record_ep_graph_assignment_info set to 1.
typedef struct OrtApi24 {
    OrtApi23 first;
    ORT_UNUSED(320, 406);
    ORT_CALL(Session_GetEpGraphAssignmentInfo)(const OrtSession *_Nonnull,
                                               const OrtEpAssignedSubgraph *_Nonnull const *_Nullable *_Nonnull out,
                                               size_t *_Nonnull outCount);
    ORT_CALL(EpAssignedSubgraph_GetEpName)(const OrtEpAssignedSubgraph *_Nonnull, const char *_Nullable *_Nonnull out);
    ORT_CALL(EpAssignedSubgraph_GetNodes)(const OrtEpAssignedSubgraph *_Nonnull,
                                          const OrtEpAssignedNode *_Nonnull const *_Nullable *_Nonnull out,
                                          size_t *_Nonnull outCount);
    ORT_CALL(EpAssignedNode_GetName)(const OrtEpAssignedNode *_Nonnull, const char *_Nullable *_Nonnull out);
    ORT_CALL(EpAssignedNode_GetDomain)(const OrtEpAssignedNode *_Nonnull, const char *_Nullable *_Nonnull out);
    ORT_CALL(EpAssignedNode_GetOperatorType)(const OrtEpAssignedNode *_Nonnull, const char *_Nullable *_Nonnull out);
} OrtApi24;

// What the library's one exported function, OrtGetApiBase, answers.
typedef struct OrtApiBase {
    const void *_Nullable (*_Nonnull GetApi)(uint32_t version);
    const char *_Nonnull (*_Nonnull GetVersionString)(void);
} OrtApiBase;

typedef const OrtApiBase *_Nullable (*OrtGetApiBaseFunction)(void);

#undef ORT_CALL
#undef ORT_RELEASE
#undef ORT_UNUSED
