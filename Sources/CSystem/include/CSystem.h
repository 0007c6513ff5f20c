#pragma once

#include "CSystemClock.h"
#include "CSystemProcess.h"
