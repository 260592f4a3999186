/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other name of string.h. */
#ifndef _MEMORY_H
#define _MEMORY_H

#include <string.h>

#endif
