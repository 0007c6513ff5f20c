#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "measuring/mapped_file.h"
#include "protocol/arguments.h"
#include "session/tensors.h"

namespace pawl {

/// What the model is fed: samples in mapped files, and which inputs carry state from one sample to the next.
class Samples {
 public:
  /// Maps the files that the member `samples` of `load` names; nothing is read yet. Throws `Failure`.
  explicit Samples(const Arguments& arguments);

  std::size_t count() const { return count_; }
  bool carriesState() const { return !state_.empty(); }
  /// The output that an input takes over from the sample before, by input.
  const std::map<std::string, std::string>& state() const { return state_; }
  bool beginsSequence(std::size_t sample) const;

  /// How many samples rotate: as many as fit 32 MiB, at least one, at most `limit`.
  std::size_t rotation(std::size_t limit) const;

  /// Reads the first samples, so that they are in memory.
  void touch(std::size_t samples) const;

  /// How much a stretch of samples takes, in all inputs together.
  std::size_t bytes(std::size_t first, std::size_t end) const;

  /// Gives back the memory of samples that were answered.
  void giveBack(std::size_t first, std::size_t end) const;

  /// Holds the golden set against the model: the same inputs, of the same types. Throws `Failure`.
  void check(
      const std::vector<TensorDescription>& inputs, const std::vector<TensorDescription>& outputs) const;

  /// The values of an input in a sample, with a batch dimension of 1 in front where the model's rank needs one.
  ///
  /// Throws `Failure` where their sizes are none that the model takes.
  TensorView values(const TensorDescription& input, std::size_t sample) const;

 private:
  struct Input {
    MappedFile file;
    ElementType type;
    /// One for all samples, or one of each.
    std::vector<Shape> shapes;
    /// Where each sample begins, and behind the last one the end; two numbers when all are of one shape.
    std::vector<std::size_t> places;

    const Shape& shape(std::size_t sample) const { return shapes.size() == 1 ? shapes[0] : shapes[sample]; }
    std::size_t begin(std::size_t sample) const;
    std::size_t bytes(std::size_t sample) const { return begin(sample + 1) - begin(sample); }
  };

  Input read(const std::string& name, const Arguments& arguments) const;

  std::size_t count_;
  std::map<std::string, Input> inputs_;
  std::map<std::string, std::string> state_;
  std::vector<std::size_t> sequenceStarts_;
};

}  // namespace pawl
