/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of the system. Those of the C types come from the compiler's own limits.h, which includes this one. */
#ifndef _SYSTEM_LIMITS_H
#define _SYSTEM_LIMITS_H

#define PATH_MAX 256
#define OPEN_MAX 20

#endif
