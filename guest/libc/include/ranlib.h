/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first member of an archive that ranlib has seen: which name is defined in which member. */
#ifndef _RANLIB_H
#define _RANLIB_H

#include <sys/types.h>

#define RANLIBMAG "__.SYMDEF"

struct ranlib {
	union {
		off_t ran_strx; /* place in the table of names */
		char *ran_name;
	} ran_un;
	off_t ran_off; /* the member's place */
};

#endif
