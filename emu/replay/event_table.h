/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events in memory as a table that SQLite reads: so one statement writes many of them. */
#ifndef EMU_EVENT_TABLE_H
#define EMU_EVENT_TABLE_H

#include "machine/event.h"
#include "replay/trace_private.h"

#define EVENT_TABLE "pending_events" /* its name; its columns are those of event_rows, in that order */

/* What is in it at present. It has to be there as long as the database is. */
struct event_table {
	uint32_t run;
	const struct event *events;
	size_t count;
};

/* Only this connection sees it; nothing of it gets into the file. False: sqlite3_errmsg tells why. */
bool event_table_add(sqlite3 *, struct event_table *);

#endif
