/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace container: tables of an SQLite file, written in one go. docs/trace-format.md describes them for people. */
#include "replay/trace.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/alloc.h"
#include "replay/compress.h"
#include "base/replace.h"
#include "replay/trace_private.h"

#define STRING(x) #x
#define DECIMAL(x) STRING(x)

/* What `sqlite3 FILE .schema` shows: SQLite keeps the comments. The views come behind it. */
/* clang-format off */
static const char schema[] =
	"CREATE TABLE meta(\n"
	"    key TEXT PRIMARY KEY,         -- program, system, ram, swap, end\n"
	"    value\n"
	") WITHOUT ROWID;\n"
	"CREATE TABLE images(\n"
	"    name TEXT PRIMARY KEY,        -- kernel, disk, source:NAME\n"
	"    raw_size INTEGER NOT NULL,    -- bytes\n"
	"    data BLOB NOT NULL            -- a zstd frame\n"
	");\n"
	"CREATE TABLE inputs(\n"
	"    seq INTEGER PRIMARY KEY,\n"
	"    icount INTEGER NOT NULL,      -- instructions retired before it\n"
	"    byte INTEGER NOT NULL         -- 256: end of input\n"
	");\n"
	"CREATE TABLE interventions(\n"
	"    seq INTEGER PRIMARY KEY,\n"
	"    icount INTEGER NOT NULL,      -- as of inputs; before those of the same icount\n"
	"    kind TEXT NOT NULL,           -- register, memory\n"
	"    place INTEGER NOT NULL,       -- 0-7 d0-d7, 8-15 a0-a7, 16 pc; physical address\n"
	"    value INTEGER NOT NULL        -- a longword; a byte\n"
	");\n"
	"CREATE TABLE events(\n"
	"    seq INTEGER PRIMARY KEY,      -- from 0\n"
	"    icount INTEGER NOT NULL,      -- the instant right after it\n"
	"    usec INTEGER NOT NULL,        -- machine time\n"
	"    pid INTEGER NOT NULL,\n"
	"    name TEXT NOT NULL,           -- its arguments have names in the view of this name\n"
	"    a0 INTEGER, a1 INTEGER, a2 INTEGER, a3 INTEGER, a4 INTEGER, a5 INTEGER,\n"
	"    text TEXT\n"
	");\n"
	"CREATE TABLE checkpoints(\n"
	"    icount INTEGER PRIMARY KEY,   -- before any input of the same icount\n"
	"    hash TEXT NOT NULL,           -- of the state, 64 bits in hexadecimal\n"
	"    base INTEGER,                 -- the checkpoint that data differ from; NULL: the beginning\n"
	"    wrote BLOB,                   -- page frames stored into since the one before: first, how many\n"
	"    raw_size INTEGER NOT NULL,    -- bytes\n"
	"    data BLOB                     -- a zstd frame; NULL: the hash alone\n"
	");\n"
	"CREATE TABLE output(\n"
	"    seq INTEGER PRIMARY KEY,\n"
	"    icount INTEGER NOT NULL,\n"
	"    data BLOB NOT NULL            -- what the console printed\n"
	");\n";
/* clang-format on */

/* Saving -------------------------------------------------------------------------------------- */

/* Runs a prepared statement whose values are bound, and makes it ready for the next row. */
static bool insert(sqlite3_stmt *s)
{
	bool ok = sqlite3_step(s) == SQLITE_DONE;

	sqlite3_reset(s);
	return ok;
}

static bool save_meta(sqlite3 *db, const char *key, const char *text, uint64_t number)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(db, "INSERT INTO meta VALUES(?,?)", -1, &s, NULL) == SQLITE_OK;

	if (ok) {
		sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
		if (text)
			sqlite3_bind_text(s, 2, text, -1, SQLITE_STATIC);
		else
			sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
		ok = insert(s);
	}
	sqlite3_finalize(s);
	return ok;
}

static bool save_images(sqlite3_stmt *s, const struct timeline *t)
{
	const struct run_config *config = timeline_config(t);
	bool ok = true;

	for (size_t i = 0; i < config->nimages && ok; i++) {
		const struct run_image *image = &config->images[i];
		size_t n;
		void *data = compress_pack(image->data, image->size, COMPRESS_SMALL, &n);

		sqlite3_bind_text(s, 1, image->name, -1, SQLITE_STATIC);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)image->size);
		sqlite3_bind_blob64(s, 3, data, n, SQLITE_STATIC);
		ok = insert(s);
		sqlite3_clear_bindings(s);
		free(data);
	}
	return ok;
}

static bool save_inputs(sqlite3_stmt *s, const struct timeline *t)
{
	const struct recording *r = timeline_recording(t);
	bool ok = true;

	for (size_t i = 0; i < r->ninputs && ok; i++) {
		if (r->inputs[i].kind != INPUT_KEY)
			continue;
		sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)r->inputs[i].icount);
		sqlite3_bind_int64(s, 3, r->inputs[i].value);
		ok = insert(s);
	}
	return ok;
}

static bool save_interventions(sqlite3_stmt *s, const struct timeline *t)
{
	const struct recording *r = timeline_recording(t);
	bool ok = true;

	for (size_t i = 0; i < r->ninputs && ok; i++) {
		const struct timeline_input *in = &r->inputs[i];

		if (in->kind == INPUT_KEY)
			continue;
		sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)in->icount);
		sqlite3_bind_text(s, 3, in->kind == INPUT_REGISTER ? "register" : "memory", -1, SQLITE_STATIC);
		sqlite3_bind_int64(s, 4, in->place);
		sqlite3_bind_int64(s, 5, in->value);
		ok = insert(s);
	}
	return ok;
}

static bool save_events(sqlite3_stmt *s, const struct timeline *t)
{
	const struct recording *r = timeline_recording(t);
	bool ok = true;

	for (size_t i = 0; i < r->nevents && ok; i++) {
		const struct event *e = &r->events[i];

		sqlite3_bind_int64(s, 1, (sqlite3_int64)e->seq);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)e->icount);
		sqlite3_bind_int64(s, 3, (sqlite3_int64)e->usec);
		sqlite3_bind_int64(s, 4, e->pid);
		sqlite3_bind_text(s, 5, event_name(e->kind), -1, SQLITE_STATIC);
		for (int a = 0; a < EVENT_ARGS; a++)
			sqlite3_bind_int64(s, 6 + a, e->arg[a]);
		sqlite3_bind_text(s, 6 + EVENT_ARGS, e->text, -1, SQLITE_STATIC);
		ok = insert(s);
	}
	return ok;
}

static bool save_checkpoints(sqlite3_stmt *s, const struct timeline *t)
{
	const struct recording *r = timeline_recording(t);
	bool ok = true;

	for (size_t i = 0; i < r->ncheckpoints && ok; i++) {
		const struct checkpoint *c = &r->checkpoints[i];
		char hash[20];
		size_t size;
		uint8_t *wrote = c->wrote ? checkpoint_pack_wrote(c, &size) : NULL;

		snprintf(hash, sizeof hash, "%016" PRIx64, c->hash);
		sqlite3_bind_int64(s, 1, (sqlite3_int64)c->icount);
		sqlite3_bind_text(s, 2, hash, -1, SQLITE_TRANSIENT);
		if (c->base != CHECKPOINT_BEGINNING)
			sqlite3_bind_int64(s, 3, (sqlite3_int64)c->base);
		if (wrote)
			sqlite3_bind_blob64(s, 4, wrote, size, SQLITE_STATIC);
		sqlite3_bind_int64(s, 5, (sqlite3_int64)c->raw_size);
		if (c->data)
			sqlite3_bind_blob64(s, 6, c->data, c->size, SQLITE_STATIC);
		ok = insert(s);
		sqlite3_clear_bindings(s);
		free(wrote);
	}
	return ok;
}

static bool save_output(sqlite3_stmt *s, const struct timeline *t)
{
	const struct recording *r = timeline_recording(t);
	size_t from = 0;
	bool ok = true;

	for (size_t i = 0; i < r->noutputs && ok; i++) {
		sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)r->outputs[i].icount);
		sqlite3_bind_blob64(s, 3, r->text + from, r->outputs[i].end - from, SQLITE_STATIC);
		from = r->outputs[i].end;
		ok = insert(s);
	}
	return ok;
}

/* One view per kind of event, whose columns have the arguments' names: SELECT * FROM "vm.pass". */
static bool save_views(sqlite3 *db)
{
	bool ok = true;

	for (uint32_t kind = 0; kind < EV_COUNT && ok; kind++) {
		sqlite3_str *sql = sqlite3_str_new(db);
		char name[64], *text;

		sqlite3_str_appendf(sql, "CREATE VIEW \"%w\" AS SELECT seq, icount, usec, pid", event_name(kind));
		for (int a = 0; a < EVENT_ARGS && event_arg_name(kind, a, name, sizeof name); a++)
			sqlite3_str_appendf(sql, ", a%d AS \"%w\"", a, name);
		sqlite3_str_appendf(sql, ", text FROM events WHERE name = %Q", event_name(kind));
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

/* The file gets no larger than the limit says: SQLITE_FULL. */
static bool bound(sqlite3 *db, const struct limits *limits)
{
	char sql[80];

	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %llu",
	         (unsigned long long)(limits->trace << 20) / TRACE_PAGE);
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool save_tables(sqlite3 *db, const struct timeline *t)
{
	/* without a journal from the first change on: it would lie beside the file */
	/* clang-format off */
	static const char begin[] =
		"PRAGMA journal_mode = OFF;"
		"PRAGMA synchronous = OFF;"
		"PRAGMA page_size = " DECIMAL(TRACE_PAGE) ";"
		"PRAGMA application_id = " DECIMAL(TRACE_APPLICATION) ";"
		"PRAGMA user_version = " DECIMAL(TRACE_FORMAT) ";"
		"BEGIN;";
	/* clang-format on */
	static const struct {
		const char *sql;
		bool (*save)(sqlite3_stmt *, const struct timeline *);
	} parts[] = {
		{"INSERT INTO images VALUES(?,?,?)", save_images},
		{"INSERT INTO inputs VALUES(?,?,?)", save_inputs},
		{"INSERT INTO interventions VALUES(?,?,?,?,?)", save_interventions},
		{"INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", save_events},
		{"INSERT INTO checkpoints VALUES(?,?,?,?,?,?)", save_checkpoints},
		{"INSERT INTO output VALUES(?,?,?)", save_output},
	};
	const struct run_config *config = timeline_config(t);
	bool ok = sqlite3_exec(db, begin, NULL, NULL, NULL) == SQLITE_OK && bound(db, &config->limits) &&
	          trace_schema(db) && save_meta(db, "program", config->program, 0) &&
	          save_meta(db, "system", config->system, 0) && save_meta(db, "ram", NULL, config->ram) &&
	          save_meta(db, "swap", NULL, config->swap) && save_meta(db, "end", NULL, timeline_end(t));

	for (size_t i = 0; i < sizeof parts / sizeof *parts && ok; i++) {
		sqlite3_stmt *s = NULL;

		ok = sqlite3_prepare_v2(db, parts[i].sql, -1, &s, NULL) == SQLITE_OK && parts[i].save(s, t);
		sqlite3_finalize(s);
	}
	return ok && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

bool trace_writable(const char *path, char error[ERROR_MAX])
{
	return replace_possible(path, REPLACE_FILE, error);
}

bool trace_save(const struct timeline *t, const char *path, char error[ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_FILE, error);
	const char *name = r ? replace_name(r, error) : NULL;
	sqlite3 *db = NULL;
	bool ok = name != NULL;

	if (ok) {
		ok = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK && save_tables(db, t);
		if (!ok && sqlite3_errcode(db) == SQLITE_FULL)
			error_set(
				error,
				"%s: cannot be written: it would have more than %llu MB (--max-trace), or the disk is "
				"full",
				path, (unsigned long long)timeline_config(t)->limits.trace);
		else if (!ok)
			error_set(error, "%s: cannot be written: %s", path, sqlite3_errmsg(db));
		if (sqlite3_close(db) != SQLITE_OK && ok)
			ok = error_set(error, "%s: cannot be written", path);
	}
	if (ok)
		return replace_commit(r, error);
	replace_abort(r);
	return false;
}
