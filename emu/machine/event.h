/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of the ordered stream that the kernel's TRACE points and the machine make. */
#ifndef EMU_EVENT_H
#define EMU_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "abi/events.h"

struct event {
	uint64_t seq;    /* 0, 1, 2 ... */
	uint64_t icount; /* instructions retired before it; marks the instant right after the TRACE */
	uint64_t usec;   /* machine time */
	uint32_t pid;    /* running process */
	uint32_t kind;   /* enum event_kind */
	uint32_t arg[EVENT_ARGS];
	char text[EVENT_TEXT]; /* NUL-terminated, "" if none */
};

/* The stable name of a kind ("vm.pass"), "?" for a number that is none. */
const char *event_name(uint32_t kind);

/* The kind of that name, -1 if there is none. */
int event_kind(const char *name);

/* Name of argument i of a kind, copied into buf (size bytes, NUL-terminated). False when the kind has no such
 * argument. */
int event_arg_name(uint32_t kind, int i, char *buf, size_t size);

/* What the kind tells, one phrase. */
const char *event_tells(uint32_t kind);

#endif
