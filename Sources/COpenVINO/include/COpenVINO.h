#pragma once

// The part of OpenVINO's C interface that Pawl calls, declared for Pawl: the library is opened at run time.
//
// Unlike a table of functions, this interface is found symbol by symbol: a function that a library lacks shows when it is
// opened. What a symbol takes and gives shows when a probe calls it, as it does in every library before it is measured with.

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct OpenVINOCore OpenVINOCore;
typedef struct OpenVINOModel OpenVINOModel;
typedef struct OpenVINOCompiledModel OpenVINOCompiledModel;
typedef struct OpenVINOPort OpenVINOPort;
typedef struct OpenVINOTensor OpenVINOTensor;
typedef struct OpenVINORequest OpenVINORequest;

// Zero is success; every other status has words in get_error_info and, of this very failure, in get_last_err_msg.
typedef int32_t OpenVINOStatus;

// Element types as the library numbers them, from 2025 on.
enum {
    OPENVINO_ELEMENT_BOOL = 1,
    OPENVINO_ELEMENT_BFLOAT16 = 2,
    OPENVINO_ELEMENT_FLOAT16 = 3,
    OPENVINO_ELEMENT_FLOAT32 = 4,
    OPENVINO_ELEMENT_FLOAT64 = 5,
    OPENVINO_ELEMENT_INT8 = 7,
    OPENVINO_ELEMENT_INT16 = 8,
    OPENVINO_ELEMENT_INT32 = 9,
    OPENVINO_ELEMENT_INT64 = 10,
    OPENVINO_ELEMENT_UINT8 = 16,
    OPENVINO_ELEMENT_UINT16 = 17,
    OPENVINO_ELEMENT_UINT32 = 18,
    OPENVINO_ELEMENT_UINT64 = 19,
    OPENVINO_ELEMENT_STRING = 23,
};

typedef struct {
    const char *_Nullable build_number;
    const char *_Nullable description;
} OpenVINOVersion;

typedef struct {
    char *_Nullable *_Nullable names;
    size_t count;
} OpenVINODevices;

// The sizes that a dimension may have, both ends included; equal when the model fixes it.
typedef struct {
    int64_t smallest;
    int64_t largest;
} OpenVINODimension;

typedef struct {
    OpenVINODimension rank;
    OpenVINODimension *_Nullable dimensions;
} OpenVINOPartialShape;

typedef struct {
    int64_t rank;
    int64_t *_Nullable dimensions;
} OpenVINOShape;

enum { OPENVINO_NODE_EXECUTED = 2 };

typedef struct {
    int32_t status;
    // Microseconds.
    int64_t wall_time;
    int64_t processor_time;
    const char *_Nullable node_name;
    const char *_Nullable kernel;
    const char *_Nullable node_type;
} OpenVINONodeTiming;

typedef struct {
    OpenVINONodeTiming *_Nullable nodes;
    size_t count;
} OpenVINOProfile;

// The library's functions by the names of their symbols, less the `ov_` that all of them begin with.
typedef struct {
    OpenVINOStatus (*_Nonnull get_openvino_version)(OpenVINOVersion *);
    void (*_Nonnull version_free)(OpenVINOVersion *);
    const char *_Nullable (*_Nonnull get_error_info)(OpenVINOStatus);
    // Made for the caller, who frees it with `free`. Early versions do not have it.
    const char *_Nullable (*_Nullable get_last_err_msg)(void);
    void (*_Nonnull free)(const char *);

    OpenVINOStatus (*_Nonnull core_create)(OpenVINOCore *_Nullable *_Nonnull);
    void (*_Nonnull core_free)(OpenVINOCore *);
    OpenVINOStatus (*_Nonnull core_get_available_devices)(OpenVINOCore *, OpenVINODevices *);
    void (*_Nonnull available_devices_free)(OpenVINODevices *);
    OpenVINOStatus (*_Nonnull core_read_model)(
        OpenVINOCore *, const char *path, const char *_Nullable weights_path,
        OpenVINOModel *_Nullable *_Nonnull);
    // Takes its properties as variable arguments; see openvino_compile.
    void *core_compile_model;
    // Opens a library of operators, which the core then holds. Early versions do not have it.
    OpenVINOStatus (*_Nullable core_add_extension)(OpenVINOCore *, const char *path);

    void (*_Nonnull model_free)(OpenVINOModel *);
    OpenVINOStatus (*_Nonnull model_const_input_by_index)(
        const OpenVINOModel *, size_t, OpenVINOPort *_Nullable *_Nonnull);
    OpenVINOStatus (*_Nonnull model_const_output_by_index)(
        const OpenVINOModel *, size_t, OpenVINOPort *_Nullable *_Nonnull);

    void (*_Nonnull compiled_model_free)(OpenVINOCompiledModel *);
    OpenVINOStatus (*_Nonnull compiled_model_inputs_size)(OpenVINOCompiledModel *, size_t *);
    OpenVINOStatus (*_Nonnull compiled_model_outputs_size)(OpenVINOCompiledModel *, size_t *);
    OpenVINOStatus (*_Nonnull compiled_model_input_by_index)(
        OpenVINOCompiledModel *, size_t, OpenVINOPort *_Nullable *_Nonnull);
    OpenVINOStatus (*_Nonnull compiled_model_output_by_index)(
        OpenVINOCompiledModel *, size_t, OpenVINOPort *_Nullable *_Nonnull);
    OpenVINOStatus (*_Nonnull compiled_model_get_property)(
        OpenVINOCompiledModel *, const char *key, char *_Nullable *_Nonnull);
    OpenVINOStatus (*_Nonnull compiled_model_create_infer_request)(
        OpenVINOCompiledModel *, OpenVINORequest *_Nullable *_Nonnull);

    void (*_Nonnull output_const_port_free)(OpenVINOPort *);
    OpenVINOStatus (*_Nonnull port_get_any_name)(OpenVINOPort *, char *_Nullable *_Nonnull);
    OpenVINOStatus (*_Nonnull port_get_element_type)(OpenVINOPort *, int32_t *);
    OpenVINOStatus (*_Nonnull port_get_partial_shape)(OpenVINOPort *, OpenVINOPartialShape *);
    void (*_Nonnull partial_shape_free)(OpenVINOPartialShape *);

    OpenVINOStatus (*_Nonnull tensor_create_from_host_ptr)(
        int32_t element_type, OpenVINOShape, void *, OpenVINOTensor *_Nullable *_Nonnull);
    void (*_Nonnull tensor_free)(OpenVINOTensor *);
    OpenVINOStatus (*_Nonnull tensor_get_element_type)(OpenVINOTensor *, int32_t *);
    OpenVINOStatus (*_Nonnull tensor_get_shape)(OpenVINOTensor *, OpenVINOShape *);
    OpenVINOStatus (*_Nonnull shape_free)(OpenVINOShape *);
    OpenVINOStatus (*_Nonnull tensor_get_byte_size)(OpenVINOTensor *, size_t *);
    OpenVINOStatus (*_Nonnull tensor_data)(OpenVINOTensor *, void *_Nullable *_Nonnull);

    void (*_Nonnull infer_request_free)(OpenVINORequest *);
    OpenVINOStatus (*_Nonnull infer_request_set_input_tensor_by_index)(OpenVINORequest *, size_t, OpenVINOTensor *);
    OpenVINOStatus (*_Nonnull infer_request_get_output_tensor_by_index)(
        OpenVINORequest *, size_t, OpenVINOTensor *_Nullable *_Nonnull);
    // With one thread, this answers success even when the inference failed; the two below tell.
    OpenVINOStatus (*_Nonnull infer_request_infer)(OpenVINORequest *);
    OpenVINOStatus (*_Nonnull infer_request_start_async)(OpenVINORequest *);
    OpenVINOStatus (*_Nonnull infer_request_wait)(OpenVINORequest *);
    OpenVINOStatus (*_Nonnull infer_request_get_profiling_info)(OpenVINORequest *, OpenVINOProfile *);
    void (*_Nonnull profiling_info_list_free)(OpenVINOProfile *);
} OpenVINOFunctions;

// The most properties that openvino_compile passes on.
enum { OPENVINO_PROPERTY_LIMIT = 32 };

// Calls core_compile_model, whose arguments are variable. Version 2026 has a form with an array, 2025 has not: this form
// is the one that every accepted version has.
//
// properties: keys and values in turn, 2 * property_count of them; property_count is at most OPENVINO_PROPERTY_LIMIT.
OpenVINOStatus openvino_compile(
    void *core_compile_model, OpenVINOCore *core, OpenVINOModel *model, const char *device,
    const char *_Nonnull const *_Nullable properties, size_t property_count,
    OpenVINOCompiledModel *_Nullable *_Nonnull compiled);

#pragma clang assume_nonnull end
