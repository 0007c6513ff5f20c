#include "measuring/process.h"

#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <sstream>

namespace pawl {

namespace {

std::uint64_t nanosecondsOf(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

/// A `kB` line of `/proc/self/status`, in bytes.
std::uint64_t statusField(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    std::istringstream words(line);
    std::string field;
    std::uint64_t kilobytes = 0;
    if (words >> field >> kilobytes && field == name) return kilobytes * 1024;
  }
  return 0;
}

std::string processorName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unnamed processor";
}

}  // namespace

std::uint64_t monotonicNanoseconds() { return nanosecondsOf(CLOCK_MONOTONIC_RAW); }

std::uint64_t processorNanoseconds() { return nanosecondsOf(CLOCK_PROCESS_CPUTIME_ID); }

double clockStampNanoseconds() {
  std::array<std::uint64_t, 1001> costs{};
  std::uint64_t previous = monotonicNanoseconds();
  for (auto& cost : costs) {
    const std::uint64_t now = monotonicNanoseconds();
    cost = now - previous;
    previous = now;
  }
  std::nth_element(costs.begin(), costs.begin() + costs.size() / 2, costs.end());
  return static_cast<double>(costs[costs.size() / 2]);
}

std::uint64_t residentBytes() { return statusField("VmRSS:"); }

std::uint64_t peakResidentBytes() { return statusField("VmHWM:"); }

void resetPeakResidentBytes() { std::ofstream("/proc/self/clear_refs") << "5"; }

Affinity::Affinity() : isKnown_(::sched_getaffinity(0, sizeof atStart_, &atStart_) == 0) {}

bool Affinity::pin(std::int64_t core) {
  if (core < 0 || core >= CPU_SETSIZE) return false;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(static_cast<int>(core), &one);
  return ::sched_setaffinity(0, sizeof one, &one) == 0;
}

void Affinity::unpin() {
  if (isKnown_) ::sched_setaffinity(0, sizeof atStart_, &atStart_);
}

std::string machineDescription() {
  utsname name{};
  if (::uname(&name) != 0) return "unknown machine";
  return std::string(name.machine) + ", " + processorName() + ", " + name.sysname + " " + name.release;
}

}  // namespace pawl
