/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory in the caller's stack frame. */
#ifndef _ALLOCA_H
#define _ALLOCA_H

#define alloca(bytes) __builtin_alloca(bytes)

#endif
