#include "executorch/executorch_session.h"

#include <dlfcn.h>
#include <executorch/extension/tensor/tensor_ptr_maker.h>
#include <executorch/runtime/backend/interface.h>

#include <algorithm>
#include <cstdint>
#include <set>

#include "executorch/descriptions.h"
#include "executorch/library_log.h"
#include "executorch/thread_pool.h"
#include "protocol/failure.h"

namespace pawl {

using executorch::extension::TensorPtr;
using executorch::runtime::Error;
using executorch::runtime::EValue;
using executorch::runtime::Method;
using executorch::runtime::MethodMeta;

namespace {

constexpr const char* methodName = "forward";

RuntimeIdentity identityOfLibrary() {
  RuntimeIdentity identity{
      "executorch", PAWL_EXECUTORCH_VERSION, {}, "worker built by g++ " __VERSION__, {}};
  Dl_info found{};
  if (::dladdr(reinterpret_cast<void*>(&executorch::runtime::get_num_registered_backends), &found) != 0 &&
      found.dli_fname != nullptr) {
    identity.libraryPath = found.dli_fname;
  }
  for (std::size_t index = 0; index < executorch::runtime::get_num_registered_backends(); ++index) {
    const auto name = executorch::runtime::get_backend_name(index);
    if (name.ok()) identity.backends.emplace_back(*name);
  }
  return identity;
}

/// The backends that parts of the method were delegated to, each once.
std::string backendsOf(const MethodMeta& meta) {
  std::set<std::string> names;
  for (std::size_t index = 0; index < meta.num_backends(); ++index) {
    const auto name = meta.get_backend_name(index);
    if (name.ok()) names.insert(*name);
  }
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The session's inputs for one sample.
class Inference final : public BoundInference {
 public:
  Inference(Method& method, const std::vector<TensorDescription>& inputs, const std::vector<TensorView>& values)
      : method_(method) {
    // Reserved, so that tensors keep pointing at what was copied.
    copies_.reserve(values.size());
    for (std::size_t index = 0; index < values.size(); ++index) add(inputs[index], values[index]);
  }

  void run() override {
    // Planned inputs are copied into the arena, where the inference before may have written since; the others are
    // taken where they lie.
    for (std::size_t index = 0; index < inputs_.size(); ++index) {
      const Error error = method_.set_input(inputs_[index], index);
      if (error != Error::Ok) fail("take its inputs", error);
    }
    if (const Error error = method_.execute(); error != Error::Ok) fail("run", error);
  }

 private:
  void add(const TensorDescription& input, const TensorView& value) {
    const auto refuse = [&](const std::string& why) {
      throw Failure(
          "golden.mismatch", "input '" + input.name + "' cannot be of shape " + textOf(value.shape) + ": " + why);
    };
    if (value.type != input.type) refuse(std::string("the model takes ") + nameOf(input.type));
    if (value.shape.size() != input.shape.size()) {
      refuse("the model takes " + std::to_string(input.shape.size()) + " dimensions");
    }
    std::vector<executorch::aten::SizesType> sizes;
    for (std::size_t axis = 0; axis < value.shape.size(); ++axis) {
      const auto fixed = input.shape[axis];
      if (fixed ? value.shape[axis] != *fixed : value.shape[axis] > input.bounds[axis]) {
        refuse(
            "along axis " + std::to_string(axis) + " the model takes " + (fixed ? "" : "at most ") +
            std::to_string(input.bounds[axis]));
      }
      sizes.push_back(static_cast<executorch::aten::SizesType>(value.shape[axis]));
    }
    const std::byte* data = value.data;
    if (reinterpret_cast<std::uintptr_t>(data) % bytesOf(value.type) != 0) {
      std::vector<std::byte> copy(value.bytes + readableBeyondArray);
      std::copy_n(value.data, value.bytes, copy.begin());
      copies_.push_back(std::move(copy));
      data = copies_.back().data();
    }
    // The library takes inputs as mutable, and writes to none.
    tensors_.push_back(executorch::extension::from_blob(
        const_cast<std::byte*>(data), std::move(sizes), scalarTypeOf(value.type)));
    inputs_.emplace_back(*tensors_.back());
  }

  [[noreturn]] static void fail(const std::string& what, Error error) {
    throw Failure("runtime.inference", "the model could not " + what, {}, causeOf(error));
  }

  Method& method_;
  std::vector<std::vector<std::byte>> copies_;
  std::vector<TensorPtr> tensors_;
  std::vector<EValue> inputs_;
};

}  // namespace

ExecuTorchSession::ExecuTorchSession(const std::string& modelPath, const SessionOptions& options)
    : file_(modelPath, options.loadMode), identity_(identityOfLibrary()) {
  useThreads(options.threads);
  const auto meta = file_.program().method_meta(methodName);
  if (!meta.ok()) file_.refuse("has no method 'forward'", meta.error());
  const std::string backends = backendsOf(*meta);
  facts_["backends"] = backends.empty() ? "none" : backends;
  memory_ = std::make_unique<PlannedMemory>(*meta, file_);
  if (options.profilesOperators) profile_.emplace(backends);
  auto method =
      file_.program().load_method(methodName, memory_->manager(), profile_ ? &*profile_ : nullptr, [&] {
        const auto data = file_.program().get_named_data_map();
        return data.ok() ? *data : nullptr;
      }());
  if (!method.ok()) {
    file_.refuse(
        "cannot be loaded by ExecuTorch " PAWL_EXECUTORCH_VERSION, method.error(),
        "export it with this version, for the backend XnnpackBackend or for the kernels of the library");
  }
  method_.emplace(std::move(*method));
  inputs_ = describedInputs(file_, *method_);
  outputs_ = describedOutputs(file_, *method_);
  placeOutputs(*meta);
}

void ExecuTorchSession::placeOutputs(const MethodMeta& meta) {
  for (std::size_t index = 0; index < meta.num_outputs(); ++index) {
    const auto info = meta.output_tensor_meta(index);
    if (!info.ok() || info->is_memory_planned()) continue;
    ownOutputs_.emplace_back(info->nbytes() + readableBeyondArray);
    const Error error = method_->set_output_data_ptr(ownOutputs_.back().data(), info->nbytes(), index);
    if (error != Error::Ok) file_.refuse("does not let its output '" + outputs_[index].name + "' be placed", error);
  }
}

std::unique_ptr<BoundInference> ExecuTorchSession::bind(const std::vector<TensorView>& values) {
  forgetLibraryErrors();
  return std::make_unique<Inference>(*method_, inputs_, values);
}

std::vector<TensorView> ExecuTorchSession::results() const {
  std::vector<TensorView> results;
  for (std::size_t index = 0; index < outputs_.size(); ++index) {
    const auto& tensor = method_->get_output(index).toTensor();
    results.push_back(
        {outputs_[index].type, Shape(tensor.sizes().begin(), tensor.sizes().end()),
         static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()});
  }
  return results;
}

Profile ExecuTorchSession::profile() const {
  if (!profile_) {
    throw Failure("worker.too-early", "the model was not loaded to be profiled", "load it with profilesOperators");
  }
  return profile_->profile();
}

}  // namespace pawl

extern "C" void pawlOpenSession(
    const std::string& modelPath, const pawl::SessionOptions& options, std::unique_ptr<pawl::Session>& session) {
  pawl::keepLibraryErrors();
  pawl::forgetLibraryErrors();
  session = std::make_unique<pawl::ExecuTorchSession>(modelPath, options);
}
