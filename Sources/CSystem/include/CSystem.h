#pragma once

#include "CSystemClock.h"
#include "CSystemEnvironment.h"
#include "CSystemLimits.h"
#include "CSystemProcess.h"
