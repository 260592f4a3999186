/* SPDX-License-Identifier: GPL-2.0-or-later */
/* errno, alone: a program that only makes system calls brings nothing else of the library with it. */
#include <errno.h>

int errno;
