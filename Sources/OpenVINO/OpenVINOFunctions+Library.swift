import COpenVINO
import InferenceCore

extension OpenVINOFunctions {
    /// Finds every function in an opened library.
    ///
    /// - Throws: `InferenceError.libraryNotAccepted` when one of them is missing.
    init(_ library: DynamicLibrary) throws(InferenceError) {
        func find<Function>(_ name: String) throws(InferenceError) -> Function {
            try library.function("ov_" + name, as: Function.self)
        }
        /// What early versions may lack.
        func findIfThere<Function>(_ name: String) -> Function? { try? find(name) }
        self.init(
            get_openvino_version: try find("get_openvino_version"),
            version_free: try find("version_free"),
            get_error_info: try find("get_error_info"),
            get_last_err_msg: findIfThere("get_last_err_msg"),
            free: try find("free"),
            core_create: try find("core_create"),
            core_free: try find("core_free"),
            core_get_available_devices: try find("core_get_available_devices"),
            available_devices_free: try find("available_devices_free"),
            core_read_model: try find("core_read_model"),
            core_compile_model: try find("core_compile_model"),
            core_add_extension: findIfThere("core_add_extension"),
            model_free: try find("model_free"),
            model_const_input_by_index: try find("model_const_input_by_index"),
            model_const_output_by_index: try find("model_const_output_by_index"),
            compiled_model_free: try find("compiled_model_free"),
            compiled_model_inputs_size: try find("compiled_model_inputs_size"),
            compiled_model_outputs_size: try find("compiled_model_outputs_size"),
            compiled_model_input_by_index: try find("compiled_model_input_by_index"),
            compiled_model_output_by_index: try find("compiled_model_output_by_index"),
            compiled_model_get_property: try find("compiled_model_get_property"),
            compiled_model_create_infer_request: try find("compiled_model_create_infer_request"),
            output_const_port_free: try find("output_const_port_free"),
            port_get_any_name: try find("port_get_any_name"),
            port_get_element_type: try find("port_get_element_type"),
            port_get_partial_shape: try find("port_get_partial_shape"),
            partial_shape_free: try find("partial_shape_free"),
            tensor_create_from_host_ptr: try find("tensor_create_from_host_ptr"),
            tensor_free: try find("tensor_free"),
            tensor_get_element_type: try find("tensor_get_element_type"),
            tensor_get_shape: try find("tensor_get_shape"),
            shape_free: try find("shape_free"),
            tensor_get_byte_size: try find("tensor_get_byte_size"),
            tensor_data: try find("tensor_data"),
            infer_request_free: try find("infer_request_free"),
            infer_request_set_input_tensor_by_index: try find("infer_request_set_input_tensor_by_index"),
            infer_request_get_output_tensor_by_index: try find("infer_request_get_output_tensor_by_index"),
            infer_request_infer: try find("infer_request_infer"),
            infer_request_start_async: try find("infer_request_start_async"),
            infer_request_wait: try find("infer_request_wait"),
            infer_request_get_profiling_info: try find("infer_request_get_profiling_info"),
            profiling_info_list_free: try find("profiling_info_list_free"))
    }
}
