/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of lines with fields between colons: /etc/passwd and /etc/group. */
#ifndef LIBC_ACCOUNTS_PRIVATE_H
#define LIBC_ACCOUNTS_PRIVATE_H

#include <stdio.h>

#define ACCOUNT_LINE 1024 /* bytes of the longest line that counts */

/* Reads a line and takes it apart. The first `wanted` fields; a line with fewer is left out. 0 at the end. */
int _account_fields(FILE *f, char line[ACCOUNT_LINE], char *fields[], int wanted);

#endif
