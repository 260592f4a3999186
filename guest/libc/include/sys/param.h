/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sizes of this system. */
#ifndef _SYS_PARAM_H
#define _SYS_PARAM_H

#include <limits.h>
#include <signal.h>
#include <sys/types.h>

#define BSD 43
#define MAXPATHLEN PATH_MAX
#define MAXHOSTNAMELEN 64
#define MAXSYMLINKS 8
#define NOFILE OPEN_MAX
#define NCARGS ARG_MAX
#define NBPG 4096
#define HZ 100

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define howmany(x, y) (((x) + (y)-1) / (y))
#define roundup(x, y) (howmany(x, y) * (y))

#endif
