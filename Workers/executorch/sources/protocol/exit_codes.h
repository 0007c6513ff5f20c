#pragma once

namespace pawl {

/// After `shutdown`.
constexpr int exitOrderly = 0;
/// The supervisor broke off within a frame, announced one over the limit, or takes no answers.
constexpr int exitConversationBroken = 2;
/// The supervisor is gone.
constexpr int exitInputEnded = 3;

}  // namespace pawl
