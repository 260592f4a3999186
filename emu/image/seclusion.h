/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The seclusion of a process that reads a trace. A trace may be a stranger's, so before it is looked into the process
 * gives up what it will not need of the host: all files but the trace, its output, the guest's files, and for pictures
 * the fonts; the network; other processes. Done where the host's kernel has Landlock (confine.h); elsewhere nothing
 * changes.
 */
#ifndef EMU_SECLUSION_H
#define EMU_SECLUSION_H

#include <stdbool.h>

#include "base/confine.h"

/* What a command goes on to do. */
struct seclusion {
	const char *output; /* a file or directory that it writes, there or not; NULL: it writes none */
	bool pictures;      /* it draws: fonts */
	bool window;        /* and shows: display, graphics drivers, keyboards */
	const char *also;   /* another trace, which it reads later; NULL: none */
};

/* Gives up the rest, for good. To be called before there are other threads. */
enum confine_result seclude(const struct seclusion *, const char *trace);

#endif
