/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The limits of the historic system that runs, by a call of this kernel's own: <limits.h> has 4.3BSD's, for programs
 * are compiled once for all systems. sysconf() and pathconf() stand on it. docs/systems.md tells them all.
 */
#ifndef _SYS_SYSLIMIT_H
#define _SYS_SYSLIMIT_H

#define SL_NCARGS 0     /* bytes of arguments and environment of an exec */
#define SL_MAXPATHLEN 1 /* bytes of a path, NUL included */
#define SL_MAXUPRC 2    /* processes of the caller's user that there can be at a time; -1: no limit */

#ifndef KERNEL
int syslimit(int which);
#endif

#endif
