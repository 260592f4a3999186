/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace container: the tables and views of its SQLite file. docs/trace-format.md describes them for people. */
#include "replay/trace.h"

#include <sqlite3.h>

#include "base/replace.h"
#include "replay/trace_private.h"

/* What `sqlite3 FILE .schema` shows: SQLite keeps the comments. The views come behind it. */
/* clang-format off */
static const char schema[] =
	"CREATE TABLE meta(\n"
	"    key TEXT PRIMARY KEY,         -- program, system, ram, swap\n"
	"    value\n"
	") WITHOUT ROWID;\n"
	"CREATE TABLE runs(\n"
	"    run INTEGER PRIMARY KEY,      -- 0: the main run; others leave an earlier one\n"
	"    name TEXT NOT NULL,\n"
	"    parent INTEGER NOT NULL,      -- the run that it leaves\n"
	"    start INTEGER NOT NULL,       -- icount where it does\n"
	"    end INTEGER NOT NULL,         -- icount of its end\n"
	"    complete INTEGER NOT NULL     -- 0: its recording was cut off there\n"
	");\n"
	"CREATE TABLE images(\n"
	"    name TEXT NOT NULL,           -- kernel, disk, source:NAME\n"
	"    raw_size INTEGER NOT NULL,    -- bytes\n"
	"    data BLOB NOT NULL            -- a zstd frame\n"
	");\n"
	"CREATE TABLE files(\n"
	"    run INTEGER NOT NULL,         -- that reads it first\n"
	"    icount INTEGER NOT NULL,      -- when\n"
	"    inode INTEGER NOT NULL,       -- of the disk\n"
	"    whole INTEGER NOT NULL,       -- 0: it ships, and its debugging information is left out\n"
	"    raw_size INTEGER NOT NULL,    -- bytes\n"
	"    data BLOB NOT NULL            -- a zstd frame\n"
	");\n"
	"CREATE TABLE inputs(\n"
	"    run INTEGER NOT NULL,\n"
	"    seq INTEGER NOT NULL,         -- from 0 in each run, counted with interventions\n"
	"    icount INTEGER NOT NULL,      -- instructions retired before it\n"
	"    byte INTEGER NOT NULL         -- 256: end of input\n"
	");\n"
	"CREATE TABLE interventions(\n"
	"    run INTEGER NOT NULL,\n"
	"    seq INTEGER NOT NULL,         -- counted with inputs\n"
	"    icount INTEGER NOT NULL,      -- as of inputs\n"
	"    kind TEXT NOT NULL,           -- register, memory\n"
	"    place INTEGER NOT NULL,       -- 0-7 d0-d7, 8-15 a0-a7, 16 pc; physical address\n"
	"    value INTEGER NOT NULL        -- a longword; a byte\n"
	");\n"
	"CREATE TABLE kinds(\n"
	"    kind INTEGER PRIMARY KEY,     -- of events\n"
	"    name TEXT NOT NULL            -- the arguments have names in the view of this name\n"
	");\n"
	"CREATE TABLE event_rows(\n"
	"    id INTEGER PRIMARY KEY,       -- run << 32 | seq\n"
	"    icount INTEGER NOT NULL,      -- the instant right after it\n"
	"    usec INTEGER NOT NULL,        -- machine time\n"
	"    pid INTEGER NOT NULL,\n"
	"    kind INTEGER NOT NULL,\n"
	"    a0 INTEGER, a1 INTEGER, a2 INTEGER, a3 INTEGER, a4 INTEGER, a5 INTEGER,\n"
	"    text TEXT\n"
	");\n"
	"CREATE TABLE checkpoints(\n"
	"    run INTEGER NOT NULL,\n"
	"    icount INTEGER NOT NULL,      -- before any input of the same icount\n"
	"    hash TEXT NOT NULL,           -- of the state, 64 bits in hexadecimal\n"
	"    base INTEGER,                 -- the checkpoint that data differ from; NULL: the beginning\n"
	"    wrote BLOB,                   -- page frames stored into since the one before: first, how many\n"
	"    raw_size INTEGER NOT NULL,    -- bytes\n"
	"    data BLOB                     -- a zstd frame; NULL: the hash alone\n"
	");\n"
	"CREATE TABLE output(\n"
	"    run INTEGER NOT NULL,\n"
	"    icount INTEGER NOT NULL,\n"
	"    data BLOB NOT NULL            -- what the console printed\n"
	");\n"
	"CREATE VIEW events AS SELECT\n"
	"    id >> 32 AS run, id & 4294967295 AS seq, icount, usec, pid, kind, name, a0, a1, a2, a3, a4, a5, text\n"
	"    FROM event_rows JOIN kinds USING(kind);\n";
/* clang-format on */

/* One view per kind of event, whose columns have the arguments' names: SELECT * FROM "vm.pass". With no letter that can
 * be done without three of them go into a page, else two. */
static bool save_views(sqlite3 *db)
{
	bool ok = true;

	for (uint32_t kind = 0; kind < EV_COUNT && ok; kind++) {
		sqlite3_str *sql = sqlite3_str_new(db);
		char name[64], *text;

		sqlite3_str_appendf(sql, "CREATE VIEW \"%w\" AS SELECT run,seq,icount,usec,pid", event_name(kind));
		for (int a = 0; a < EVENT_ARGS && event_arg_name(kind, a, name, sizeof name); a++)
			sqlite3_str_appendf(sql, ",a%d \"%w\"", a, name);
		sqlite3_str_appendf(sql, ",text FROM events WHERE kind=%u", (unsigned)kind);
		text = sqlite3_str_finish(sql);
		ok = text && sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK;
		sqlite3_free(text);
	}
	return ok;
}

bool trace_schema(sqlite3 *db)
{
	return sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK && save_views(db);
}

bool trace_writable(const char *path, char error[ERROR_MAX])
{
	return replace_possible(path, REPLACE_FILE, error);
}
