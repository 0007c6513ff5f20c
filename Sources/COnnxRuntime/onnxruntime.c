#include "COnnxRuntime.h"

// The table is an array of function pointers: each one Pawl calls must stand at its own index.
#define SLOT(table, name, index) \
    _Static_assert(offsetof(table, name) == (index) * sizeof(void *), #name " is not at slot " #index)

SLOT(OrtApi, GetErrorCode, 1);
SLOT(OrtApi, GetErrorMessage, 2);
SLOT(OrtApi, CreateEnv, 3);
SLOT(OrtApi, CreateSession, 7);
SLOT(OrtApi, CreateSessionOptions, 10);
SLOT(OrtApi, SetSessionExecutionMode, 13);
SLOT(OrtApi, EnableProfiling, 14);
SLOT(OrtApi, EnableMemPattern, 16);
SLOT(OrtApi, DisableMemPattern, 17);
SLOT(OrtApi, EnableCpuMemArena, 18);
SLOT(OrtApi, DisableCpuMemArena, 19);
SLOT(OrtApi, SetSessionLogSeverityLevel, 22);
SLOT(OrtApi, SetSessionGraphOptimizationLevel, 23);
SLOT(OrtApi, SetIntraOpNumThreads, 24);
SLOT(OrtApi, SetInterOpNumThreads, 25);
SLOT(OrtApi, SessionGetInputCount, 30);
SLOT(OrtApi, SessionGetOutputCount, 31);
SLOT(OrtApi, SessionGetInputTypeInfo, 33);
SLOT(OrtApi, SessionGetOutputTypeInfo, 34);
SLOT(OrtApi, SessionGetInputName, 36);
SLOT(OrtApi, SessionGetOutputName, 37);
SLOT(OrtApi, CreateRunOptions, 39);
SLOT(OrtApi, CreateTensorWithDataAsOrtValue, 49);
SLOT(OrtApi, GetTensorMutableData, 51);
SLOT(OrtApi, CastTypeInfoToTensorInfo, 55);
SLOT(OrtApi, GetTensorElementType, 60);
SLOT(OrtApi, GetDimensionsCount, 61);
SLOT(OrtApi, GetDimensions, 62);
SLOT(OrtApi, GetSymbolicDimensions, 63);
SLOT(OrtApi, GetTensorTypeAndShape, 65);
SLOT(OrtApi, CreateCpuMemoryInfo, 69);
SLOT(OrtApi, AllocatorFree, 76);
SLOT(OrtApi, GetAllocatorWithDefaultOptions, 78);
SLOT(OrtApi, ReleaseEnv, 92);
SLOT(OrtApi, ReleaseStatus, 93);
SLOT(OrtApi, ReleaseMemoryInfo, 94);
SLOT(OrtApi, ReleaseSession, 95);
SLOT(OrtApi, ReleaseValue, 96);
SLOT(OrtApi, ReleaseRunOptions, 97);
SLOT(OrtApi, ReleaseTypeInfo, 98);
SLOT(OrtApi, ReleaseTensorTypeAndShapeInfo, 99);
SLOT(OrtApi, ReleaseSessionOptions, 100);
SLOT(OrtApi, SessionEndProfiling, 110);
SLOT(OrtApi, SessionGetModelMetadata, 111);
SLOT(OrtApi, ModelMetadataGetProducerName, 112);
SLOT(OrtApi, ModelMetadataGetGraphName, 113);
SLOT(OrtApi, ModelMetadataLookupCustomMetadataMap, 116);
SLOT(OrtApi, ModelMetadataGetVersion, 117);
SLOT(OrtApi, ReleaseModelMetadata, 118);
SLOT(OrtApi, ModelMetadataGetCustomMetadataMapKeys, 123);
SLOT(OrtApi, GetAvailableProviders, 125);
SLOT(OrtApi, ReleaseAvailableProviders, 126);
SLOT(OrtApi, AddSessionConfigEntry, 130);
SLOT(OrtApi, CreateAllocator, 131);
SLOT(OrtApi, ReleaseAllocator, 132);
SLOT(OrtApi, RunWithBinding, 133);
SLOT(OrtApi, CreateIoBinding, 134);
SLOT(OrtApi, ReleaseIoBinding, 135);
SLOT(OrtApi, BindInput, 136);
SLOT(OrtApi, BindOutputToDevice, 138);
SLOT(OrtApi, GetBoundOutputValues, 140);
SLOT(OrtApi, SessionOptionsAppendExecutionProvider, 216);
SLOT(OrtApi, GetBuildInfoString, 254);
SLOT(OrtApi23, GetKeyValuePairs, 298);
SLOT(OrtApi23, ReleaseKeyValuePairs, 300);
SLOT(OrtApi23, AllocatorGetStats, 319);

_Static_assert(sizeof(OrtApi) == 255 * sizeof(void *), "the common part ends with slot 254");
_Static_assert(sizeof(OrtApi23) == 320 * sizeof(void *), "the later part ends with slot 319");
