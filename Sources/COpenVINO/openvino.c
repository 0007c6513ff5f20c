#include "COpenVINO.h"

typedef OpenVINOStatus (*CompileModel)(
    OpenVINOCore *, OpenVINOModel *, const char *device, size_t argument_count, OpenVINOCompiledModel **, ...);

#define FOUR(first) padded[first], padded[first + 1], padded[first + 2], padded[first + 3]
#define SIXTEEN(first) FOUR(first), FOUR(first + 4), FOUR(first + 8), FOUR(first + 12)

OpenVINOStatus openvino_compile(
    void *core_compile_model, OpenVINOCore *core, OpenVINOModel *model, const char *device,
    const char *const *properties, size_t property_count, OpenVINOCompiledModel **compiled) {
    _Static_assert(OPENVINO_PROPERTY_LIMIT == 32, "64 arguments are passed below");
    const char *padded[2 * OPENVINO_PROPERTY_LIMIT] = {0};
    size_t argument_count = 2 * property_count;
    for (size_t index = 0; index < argument_count; ++index) padded[index] = properties[index];
    // The library reads as many arguments as it is told of; those after them are passed in vain.
    return ((CompileModel)core_compile_model)(
        core, model, device, argument_count, compiled, SIXTEEN(0), SIXTEEN(16), SIXTEEN(32), SIXTEEN(48));
}
