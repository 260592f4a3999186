/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An early name of sys/dir.h. */
#ifndef _SYS_NDIR_H
#define _SYS_NDIR_H

#include <sys/dir.h>

#endif
