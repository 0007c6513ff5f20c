#pragma once

#include "CSystemClock.h"
#include "CSystemEnvironment.h"
#include "CSystemProcess.h"
