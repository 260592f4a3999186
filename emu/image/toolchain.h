/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the cross compiler lies on this host, and what of the file system it needs to work. */
#ifndef EMU_TOOLCHAIN_H
#define EMU_TOOLCHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/confine.h"

struct toolchain {
	char *gcc;     /* the driver */
	char *include; /* the compiler's own headers: stddef.h and others */
	/* The driver, the compiler, assembler and linker with the compiler's directory, the loader and the directories
	 * of the host's libraries, /dev/null; and what toolchain_allow added. */
	struct confine_rule *rules;
	size_t nrules, room;
};

/* Finds it. False and a line in error (ERROR_MAX bytes); to be freed in every case. */
bool toolchain_find(struct toolchain *, char *error);
void toolchain_free(struct toolchain *);

/* One more file or directory with all below it. */
void toolchain_allow(struct toolchain *, const char *path, enum confine_access);

/* The directory in which a file lies, and the file, should it be a link that leads elsewhere. */
void toolchain_allow_beside(struct toolchain *, const char *file, enum confine_access);

#endif
