#include "CLiteRT.h"

// What crosses the library's boundary must lie in memory as the library has it.
#define PLACE(type, member, offset) \
    _Static_assert(offsetof(type, member) == (offset), #type "." #member " is not at " #offset)

_Static_assert(sizeof(LiteRtLayout) == 68, "LiteRtLayout has 68 bytes");
PLACE(LiteRtLayout, dimensions, 4);
PLACE(LiteRtLayout, strides, 36);

_Static_assert(sizeof(LiteRtRankedTensorType) == 72, "LiteRtRankedTensorType has 72 bytes");
PLACE(LiteRtRankedTensorType, layout, 4);

_Static_assert(sizeof(LiteRtAny) == 16, "LiteRtAny has 16 bytes");
PLACE(LiteRtAny, integer, 8);

_Static_assert(sizeof(LiteRtEnvironmentOption) == 24, "LiteRtEnvironmentOption has 24 bytes");
PLACE(LiteRtEnvironmentOption, value, 8);

_Static_assert(sizeof(LiteRtProfilerEvent) == 104, "LiteRtProfilerEvent has 104 bytes");
PLACE(LiteRtProfilerEvent, kind, 8);
PLACE(LiteRtProfilerEvent, startMicroseconds, 16);
PLACE(LiteRtProfilerEvent, elapsedMicroseconds, 24);
PLACE(LiteRtProfilerEvent, memoryBefore, 32);
PLACE(LiteRtProfilerEvent, index, 80);
PLACE(LiteRtProfilerEvent, source, 96);
