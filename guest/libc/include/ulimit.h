/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V's limit of a file's size, in blocks of 512 bytes: setrlimit (sys/resource.h) is 4.2BSD's. */
#ifndef _ULIMIT_H
#define _ULIMIT_H

#define UL_GETFSIZE 1
#define UL_SETFSIZE 2

long ulimit(int command, ... /* long blocks */);

#endif
