/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which vforkscope this is; the Makefile tells. */
#include "base/version.h"

const char version_number[] = VFORKSCOPE_VERSION, version_date[] = VFORKSCOPE_DATE;
