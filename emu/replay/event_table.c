/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events for SQLite, as a virtual table (https://www.sqlite.org/vtab.html): see event_table.h. */
#include "replay/event_table.h"

#include <stdlib.h>

enum { ID, ICOUNT, USEC, PID, KIND, ARGS, TEXT = ARGS + EVENT_ARGS };

struct table {
	sqlite3_vtab base;
	const struct event_table *source;
};

struct cursor {
	sqlite3_vtab_cursor base;
	size_t at;
};

static const struct event_table *source_of(const sqlite3_vtab_cursor *cursor)
{
	return ((const struct table *)cursor->pVtab)->source;
}

static int connect(sqlite3 *db, void *source, int argc, const char *const *argv, sqlite3_vtab **made, char **error)
{
	struct table *t = calloc(1, sizeof *t);

	(void)argc, (void)argv, (void)error;
	if (!t)
		return SQLITE_NOMEM;
	t->source = source;
	*made = &t->base;
	return sqlite3_declare_vtab(db, "CREATE TABLE x(id, icount, usec, pid, kind, a0, a1, a2, a3, a4, a5, text)");
}

static int disconnect(sqlite3_vtab *table)
{
	free(table);
	return SQLITE_OK;
}

/* There is one way to read it. */
static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table, (void)info;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **made)
{
	struct cursor *c = calloc(1, sizeof *c);

	(void)table;
	if (!c)
		return SQLITE_NOMEM;
	*made = &c->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
	free(cursor);
	return SQLITE_OK;
}

static int rewind_cursor(sqlite3_vtab_cursor *cursor, int plan_number, const char *plan_text, int argc,
                         sqlite3_value **argv)
{
	(void)plan_number, (void)plan_text, (void)argc, (void)argv;
	((struct cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int ended(sqlite3_vtab_cursor *cursor)
{
	return ((struct cursor *)cursor)->at >= source_of(cursor)->count;
}

static int column(sqlite3_vtab_cursor *cursor, sqlite3_context *to, int i)
{
	const struct event_table *source = source_of(cursor);
	const struct event *e = &source->events[((struct cursor *)cursor)->at];
	const uint64_t first[] = {(uint64_t)source->run << 32 | e->seq, e->icount, e->usec, e->pid, e->kind};

	if (i == TEXT)
		sqlite3_result_text(to, e->text, -1, SQLITE_STATIC);
	else
		sqlite3_result_int64(to, i < ARGS ? (sqlite3_int64)first[i] : e->arg[i - ARGS]);
	return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
	*id = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

bool event_table_add(sqlite3 *db, struct event_table *source)
{
	static const sqlite3_module module = {
		.xConnect = connect,
		.xBestIndex = plan,
		.xDisconnect = disconnect,
		.xOpen = open_cursor,
		.xClose = close_cursor,
		.xFilter = rewind_cursor,
		.xNext = next,
		.xEof = ended,
		.xColumn = column,
		.xRowid = rowid,
	};

	return sqlite3_create_module(db, EVENT_TABLE, &module, source) == SQLITE_OK;
}
