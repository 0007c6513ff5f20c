#include "executorch/program_file.h"

#include <executorch/extension/data_loader/file_data_loader.h>
#include <executorch/extension/data_loader/mmap_data_loader.h>

#include <cstring>

#include "executorch/library_log.h"
#include "executorch/planned_memory.h"
#include "protocol/failure.h"

namespace pawl {

using executorch::runtime::Error;
using executorch::runtime::Program;

namespace {

/// More names than any model has inputs.
constexpr std::size_t mostTexts = 4096;

}  // namespace

ProgramFile::ProgramFile(const std::string& path, const std::string& loadMode) : path_(path) {
  using executorch::extension::FileDataLoader;
  using executorch::extension::MmapDataLoader;
  const auto keep = [&](auto&& loader) {
    if (!loader.ok()) throw Failure("model.unreadable", "cannot read the model " + path, {}, causeOf(loader.error()));
    loader_ = std::make_unique<std::decay_t<decltype(*loader)>>(std::move(*loader));
  };
  if (loadMode == "mmap") {
    keep(MmapDataLoader::from(path.c_str(), MmapDataLoader::MlockConfig::NoMlock));
  } else if (loadMode == "file") {
    keep(FileDataLoader::from(path.c_str()));
  } else {
    throw Failure("runtime.option", "load_mode is '" + loadMode + "'", "write file or mmap");
  }
  // The library says it wants so many bytes before it looks at any.
  const auto size = loader_->size();
  if (!size.ok() || *size < Program::kMinHeadBytes) refuse("is too short for a .pte file", Error::InvalidProgram);
  auto program = Program::load(loader_.get(), Program::Verification::InternalConsistency);
  if (!program.ok()) {
    refuse("is no .pte file that ExecuTorch can read", program.error(), "export it again, or copy it again");
  }
  program_.emplace(std::move(*program));
}

void ProgramFile::refuse(const std::string& what, Error error, const std::string& hint) const {
  throw Failure("model.invalid", path_ + " " + what, hint, causeOf(error));
}

std::optional<std::vector<std::string>> ProgramFile::texts(const char* method) const {
  bool isThere = false;
  for (std::size_t index = 0; index < program_->num_methods(); ++index) {
    const auto name = program_->get_method_name(index);
    isThere = isThere || (name.ok() && std::strcmp(*name, method) == 0);
  }
  if (!isThere) return std::nullopt;
  const std::string described = std::string("has a method '") + method + "' that ";
  const auto meta = program_->method_meta(method);
  if (!meta.ok()) refuse(described + "cannot be read", meta.error());
  if (meta->num_inputs() != 0 || meta->num_outputs() > mostTexts) {
    refuse(described + "is no list of names", Error::InvalidProgram);
  }
  PlannedMemory memory(*meta, *this);
  auto loaded = program_->load_method(method, memory.manager());
  if (!loaded.ok()) refuse(described + "cannot be loaded", loaded.error());
  if (const Error error = loaded->execute(); error != Error::Ok) refuse(described + "cannot be run", error);
  std::vector<std::string> texts;
  for (std::size_t index = 0; index < loaded->outputs_size(); ++index) {
    const auto& value = loaded->get_output(index);
    if (!value.isString()) refuse(described + "is no list of names", Error::InvalidProgram);
    texts.emplace_back(value.toString());
  }
  return texts;
}

}  // namespace pawl
