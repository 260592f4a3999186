/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other name of stdlib.h. */
#ifndef _MALLOC_H
#define _MALLOC_H

#include <stdlib.h>

#endif
