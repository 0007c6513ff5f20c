#include "COnnxRuntime.h"

// The table is an array of function pointers: each one Pawl calls must stand at its own index.
#define SLOT(name, index) \
    _Static_assert(offsetof(OrtApi, name) == (index) * sizeof(void *), #name " is not at slot " #index)

SLOT(CreateStatus, 0);
SLOT(GetErrorCode, 1);
SLOT(GetErrorMessage, 2);
SLOT(CreateEnv, 3);
SLOT(CreateSession, 7);
SLOT(CreateSessionOptions, 10);
SLOT(SetSessionExecutionMode, 13);
SLOT(EnableProfiling, 14);
SLOT(EnableMemPattern, 16);
SLOT(DisableMemPattern, 17);
SLOT(EnableCpuMemArena, 18);
SLOT(DisableCpuMemArena, 19);
SLOT(SetSessionLogSeverityLevel, 22);
SLOT(SetSessionGraphOptimizationLevel, 23);
SLOT(SetIntraOpNumThreads, 24);
SLOT(SetInterOpNumThreads, 25);
SLOT(SessionGetInputCount, 30);
SLOT(SessionGetOutputCount, 31);
SLOT(SessionGetInputTypeInfo, 33);
SLOT(SessionGetOutputTypeInfo, 34);
SLOT(SessionGetInputName, 36);
SLOT(SessionGetOutputName, 37);
SLOT(CreateRunOptions, 39);
SLOT(CreateTensorWithDataAsOrtValue, 49);
SLOT(GetTensorMutableData, 51);
SLOT(CastTypeInfoToTensorInfo, 55);
SLOT(GetTensorElementType, 60);
SLOT(GetDimensionsCount, 61);
SLOT(GetDimensions, 62);
SLOT(GetSymbolicDimensions, 63);
SLOT(GetTensorTypeAndShape, 65);
SLOT(CreateCpuMemoryInfo, 69);
SLOT(AllocatorFree, 76);
SLOT(GetAllocatorWithDefaultOptions, 78);
SLOT(ReleaseEnv, 92);
SLOT(ReleaseStatus, 93);
SLOT(ReleaseMemoryInfo, 94);
SLOT(ReleaseSession, 95);
SLOT(ReleaseValue, 96);
SLOT(ReleaseRunOptions, 97);
SLOT(ReleaseTypeInfo, 98);
SLOT(ReleaseTensorTypeAndShapeInfo, 99);
SLOT(ReleaseSessionOptions, 100);
SLOT(SessionEndProfiling, 110);
SLOT(SessionGetModelMetadata, 111);
SLOT(ModelMetadataGetProducerName, 112);
SLOT(ModelMetadataGetGraphName, 113);
SLOT(ModelMetadataLookupCustomMetadataMap, 116);
SLOT(ModelMetadataGetVersion, 117);
SLOT(ReleaseModelMetadata, 118);
SLOT(ModelMetadataGetCustomMetadataMapKeys, 123);
SLOT(GetAvailableProviders, 125);
SLOT(ReleaseAvailableProviders, 126);
SLOT(AddSessionConfigEntry, 130);
SLOT(CreateAllocator, 131);
SLOT(ReleaseAllocator, 132);
SLOT(RunWithBinding, 133);
SLOT(CreateIoBinding, 134);
SLOT(ReleaseIoBinding, 135);
SLOT(BindInput, 136);
SLOT(BindOutput, 137);
SLOT(BindOutputToDevice, 138);
SLOT(GetBoundOutputValues, 140);
SLOT(SessionOptionsAppendExecutionProvider, 216);
SLOT(GetBuildInfoString, 254);
SLOT(GetKeyValuePairs, 298);
SLOT(ReleaseKeyValuePairs, 300);
SLOT(AllocatorGetStats, 319);

_Static_assert(sizeof(OrtApi) == 320 * sizeof(void *), "the table reaches to slot 319");
