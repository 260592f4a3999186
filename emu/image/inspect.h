/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a program cannot be confined (confine.h): what would the compiler and the assembler open for this source? The
 * preprocessor's answer is its list of headers (-H, -MD), the assembler's its list of files (--MD); nothing of what
 * they say meanwhile is shown before every file on the lists is known to be one of the user's.
 */
#ifndef EMU_INSPECT_H
#define EMU_INSPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/confine.h"
#include "base/tool.h"

struct inspection {
	struct tool compiler;             /* without arguments */
	const char *const *options;       /* its path and options, NULL-terminated: neither files nor where to write */
	const char *scratch;              /* directory for what it writes */
	const struct confine_rule *rules; /* a file must be one of these or lie below one */
	size_t nrules;
	bool preprocesses, assembles; /* does it do only the first? does it come to the second? */
};

/* True if the compiler may be started on the source. False and a line in error (ERROR_MAX bytes) if it would
 * read something else, or if the source has errors; those have then been told on stderr. */
bool inspect(const struct inspection *, const char *source, char *error);

#endif
