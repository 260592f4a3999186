/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options: getopt is in <unistd.h> as well; getopt_long also knows words behind "--". Neither moves arguments about. */
#ifndef _GETOPT_H
#define _GETOPT_H

#include <unistd.h>

struct option {
	const char *name; /* null: no more of them */
	int has_arg;
	int *flag; /* gets val, and 0 is the result; null: val is the result */
	int val;
};

#define no_argument 0
#define required_argument 1
#define optional_argument 2

/* *index: which of the long ones it was. A beginning is enough where no other begins so. */
int getopt_long(int argc, char *const argv[], const char *options, const struct option *long_options, int *index);

#endif
