/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run in the Trace Event Format of Chrome (JSON object form), which Perfetto and chrome://tracing show. Each process
 * has four tracks: when it has the processor, when it sleeps, its system calls, its loans; arrows lead from fork and
 * vfork to the child's first moment. Times are the machine's microseconds.
 */
#ifndef EMU_TRACE_EVENT_H
#define EMU_TRACE_EVENT_H

#include <stdbool.h>
#include <stddef.h>

#include "replay/timeline.h"

/* Takes text. False ends it. */
typedef bool trace_event_writer(void *arg, const void *text, size_t size);

/* Writes the whole run. False when the writer wanted no more. */
bool trace_event_export(const struct timeline *, trace_event_writer *, void *arg);

#endif
