#pragma once

#include "CSystemClock.h"
#include "CSystemEnvironment.h"
