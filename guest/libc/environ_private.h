/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two files of the environment share. */
#ifndef LIBC_ENVIRON_PRIVATE_H
#define LIBC_ENVIRON_PRIVATE_H

#include <stddef.h>

char **_find_setting(const char *name, size_t n);

#endif
