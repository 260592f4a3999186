/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The trace container: tables of an SQLite file, written in one go, read with the suspicion that a file from
 * somewhere else deserves. docs/trace-format.md describes the tables for people.
 */
#include "trace.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "failure.h"
#include "library.h"
#include "memory.h"
#include "packing.h"
#include "replace.h"

#define APPLICATION_ID 0x56465431 /* "VFT1", in the file's header at offset 68 */
#define FORMAT 1
#define STRING(x) #x
#define DECIMAL(x) STRING(x)

/* Most that a trace may hold; far above what a run makes. */
enum {
	IMAGES_MAX = 256,
	INPUTS_MAX = 64 << 20,
	CHECKPOINTS_MAX = 10000,
	OUTPUT_MAX = 256 << 20,
	IMAGE_NAME_MAX = 4096
};

static const char schema[] = "PRAGMA application_id = " DECIMAL(
	APPLICATION_ID) ";"
			"PRAGMA user_version = " DECIMAL(
				FORMAT) ";"
					"PRAGMA journal_mode = OFF;"
					"PRAGMA synchronous = OFF;"
					"BEGIN;"
					"CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
					"CREATE TABLE images(name TEXT PRIMARY KEY, raw_size INTEGER NOT NULL, data BLOB NOT NULL);"
					"CREATE TABLE inputs(seq INTEGER PRIMARY KEY, icount INTEGER NOT NULL, byte INTEGER NOT NULL);"
					"CREATE TABLE events(seq INTEGER PRIMARY KEY, icount INTEGER NOT NULL, usec INTEGER NOT NULL, pid INTEGER NOT NULL,"
					" name TEXT NOT NULL, a0 INTEGER, a1 INTEGER, a2 INTEGER, a3 INTEGER, a4 INTEGER, a5 INTEGER, text TEXT);"
					"CREATE TABLE checkpoints(icount INTEGER PRIMARY KEY, hash TEXT NOT NULL, raw_size INTEGER NOT NULL,"
					" data BLOB NOT NULL);"
					"CREATE TABLE output(seq INTEGER PRIMARY KEY, icount INTEGER NOT NULL, data BLOB NOT NULL);";

static const char *const tables[] = {"meta", "images", "inputs", "events", "checkpoints", "output"};

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
	const struct timeline_config *config = timeline_config(t);
	bool ok = true;

	for (size_t i = 0; i < config->nimages && ok; i++) {
		const struct timeline_image *image = &config->images[i];
		size_t n;
		void *data = pack(image->data, image->size, PACK_SMALL, &n);

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
		sqlite3_bind_int64(s, 1, (sqlite3_int64)i);
		sqlite3_bind_int64(s, 2, (sqlite3_int64)r->inputs[i].icount);
		sqlite3_bind_int(s, 3, r->inputs[i].byte);
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

		snprintf(hash, sizeof hash, "%016" PRIx64, c->hash);
		sqlite3_bind_int64(s, 1, (sqlite3_int64)c->icount);
		sqlite3_bind_text(s, 2, hash, -1, SQLITE_TRANSIENT);
		sqlite3_bind_int64(s, 3, (sqlite3_int64)c->raw_size);
		sqlite3_bind_blob64(s, 4, c->data, c->size, SQLITE_STATIC);
		ok = insert(s);
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

static bool save_tables(sqlite3 *db, const struct timeline *t)
{
	static const struct {
		const char *sql;
		bool (*save)(sqlite3_stmt *, const struct timeline *);
	} parts[] = {
		{"INSERT INTO images VALUES(?,?,?)", save_images},
		{"INSERT INTO inputs VALUES(?,?,?)", save_inputs},
		{"INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", save_events},
		{"INSERT INTO checkpoints VALUES(?,?,?,?)", save_checkpoints},
		{"INSERT INTO output VALUES(?,?,?)", save_output},
	};
	const struct timeline_config *config = timeline_config(t);
	bool ok = sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK && save_views(db) &&
	          save_meta(db, "program", config->program, 0) && save_meta(db, "system", config->system, 0) &&
	          save_meta(db, "ram", NULL, config->ram) && save_meta(db, "swap", NULL, config->swap) &&
	          save_meta(db, "end", NULL, timeline_end(t));

	for (size_t i = 0; i < sizeof parts / sizeof *parts && ok; i++) {
		sqlite3_stmt *s = NULL;

		ok = sqlite3_prepare_v2(db, parts[i].sql, -1, &s, NULL) == SQLITE_OK && parts[i].save(s, t);
		sqlite3_finalize(s);
	}
	return ok && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
}

bool trace_writable(const char *path, char error[MACHINE_ERROR_MAX])
{
	return replace_possible(path, REPLACE_FILE, error);
}

bool trace_save(const struct timeline *t, const char *path, char error[MACHINE_ERROR_MAX])
{
	struct replace *r = replace_open(path, REPLACE_FILE, error);
	const char *name = r ? replace_name(r, error) : NULL;
	sqlite3 *db = NULL;
	bool ok = name != NULL;

	if (ok) {
		ok = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK && save_tables(db, t);
		if (!ok)
			failure(error, "%s: cannot be written: %s", path, sqlite3_errmsg(db));
		if (sqlite3_close(db) != SQLITE_OK && ok)
			ok = failure(error, "%s: cannot be written", path);
	}
	if (ok)
		return replace_commit(r, error);
	replace_abort(r);
	return false;
}

/* Loading ------------------------------------------------------------------------------------- */

struct loading {
	sqlite3 *db;
	struct timeline_config config;
	struct recording made;
	char system[32];
	char program[256];
	size_t text_room, rooms[4];
	size_t ntext;
	char why[MACHINE_ERROR_MAX];
};

bool trace_is(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	static const unsigned char id[4] = {0x56, 0x46, 0x54, 0x31};
	struct stat st;
	char header[72];
	FILE *f;
	bool ok;

	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) || !(f = fopen(path, "rbe")))
		return false;
	ok = fread(header, sizeof header, 1, f) == 1 && !memcmp(header, magic, sizeof magic) &&
	     !memcmp(header + 68, id, sizeof id);
	fclose(f);
	return ok;
}

/* Column as an unsigned number of at most max; false if it is something else. */
static bool column(sqlite3_stmt *s, int i, uint64_t max, uint64_t *value)
{
	sqlite3_int64 v = sqlite3_column_int64(s, i);

	*value = (uint64_t)v;
	return sqlite3_column_type(s, i) == SQLITE_INTEGER && v >= 0 && (uint64_t)v <= max;
}

/* Column as text, "" for what is none. */
static const char *text_column(sqlite3_stmt *s, int i)
{
	const char *text = (const char *)sqlite3_column_text(s, i);

	return text ? text : "";
}

static bool load_meta(struct loading *l, sqlite3_stmt *s)
{
	const char *key = text_column(s, 0);
	uint64_t n = 0;

	if (!strcmp(key, "program")) {
		snprintf(l->program, sizeof l->program, "%s", text_column(s, 1));
	} else if (!strcmp(key, "system")) {
		snprintf(l->system, sizeof l->system, "%s", text_column(s, 1));
	} else if (!strcmp(key, "ram")) {
		if (!column(s, 1, UINT32_MAX, &n))
			return failure(l->why, "bad memory size");
		l->config.ram = (uint32_t)n;
	} else if (!strcmp(key, "swap")) {
		if (!column(s, 1, MACHINE_SWAP_MAX, &n))
			return failure(l->why, "bad size of the swap area");
		l->config.swap = (uint32_t)n;
	} else if (!strcmp(key, "end")) {
		if (!column(s, 1, UINT64_C(1) << 48, &n))
			return failure(l->why, "bad end");
		l->made.end = n;
	}
	return true;
}

static bool load_image(struct loading *l, sqlite3_stmt *s)
{
	struct timeline_image image = {0};
	const char *name = text_column(s, 0);
	uint64_t raw;

	if (!column(s, 1, DISK_MAX, &raw) || l->config.nimages >= IMAGES_MAX || strlen(name) > IMAGE_NAME_MAX)
		return failure(l->why, "an image is too large, or there are too many");
	image.size = raw;
	image.data = unpack(sqlite3_column_blob(s, 2), (size_t)sqlite3_column_bytes(s, 2), raw);
	if (!image.data)
		return failure(l->why, "an image is broken");
	image.name = memory_string(name);
	l->config.images = memory_room(l->config.images, l->config.nimages, &l->rooms[0], sizeof image);
	l->config.images[l->config.nimages++] = image;
	return true;
}

static bool load_input(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	uint64_t icount, byte;

	if (!column(s, 0, INT64_MAX, &icount) || !column(s, 1, UINT8_MAX, &byte) || r->ninputs >= INPUTS_MAX)
		return failure(l->why, "bad input");
	r->inputs = memory_room(r->inputs, r->ninputs, &l->rooms[1], sizeof *r->inputs);
	r->inputs[r->ninputs++] = (struct input){icount, (uint8_t)byte};
	return true;
}

static bool load_event(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	struct event e = {0};
	uint64_t pid, arg;
	int kind = event_kind(text_column(s, 4));

	if (kind < 0)
		return failure(l->why, "unknown event %.40s", text_column(s, 4));
	if (!column(s, 0, INT64_MAX, &e.seq) || !column(s, 1, INT64_MAX, &e.icount) ||
	    !column(s, 2, INT64_MAX, &e.usec) || !column(s, 3, UINT32_MAX, &pid) || r->nevents >= TIMELINE_EVENTS)
		return failure(l->why, "bad event %zu", r->nevents);
	e.pid = (uint32_t)pid;
	e.kind = (uint32_t)kind;
	for (int a = 0; a < EVENT_ARGS; a++) {
		if (!column(s, 5 + a, UINT32_MAX, &arg))
			return failure(l->why, "bad event %zu", r->nevents);
		e.arg[a] = (uint32_t)arg;
	}
	snprintf(e.text, sizeof e.text, "%s", text_column(s, 5 + EVENT_ARGS));
	r->events = memory_room(r->events, r->nevents, &l->rooms[2], sizeof e);
	r->events[r->nevents++] = e;
	return true;
}

static bool load_checkpoint(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	struct checkpoint c = {0};
	uint64_t raw;
	char *end;

	if (!column(s, 0, INT64_MAX, &c.icount) || !column(s, 2, SIZE_MAX, &raw) || r->ncheckpoints >= CHECKPOINTS_MAX)
		return failure(l->why, "bad checkpoint %zu", r->ncheckpoints);
	c.hash = strtoull(text_column(s, 1), &end, 16);
	if (*end)
		return failure(l->why, "bad checkpoint %zu", r->ncheckpoints);
	c.raw_size = raw;
	c.size = (size_t)sqlite3_column_bytes(s, 3);
	c.data = memory_copy(sqlite3_column_blob(s, 3), c.size);
	r->checkpoints = memory_room(r->checkpoints, r->ncheckpoints, &l->rooms[3], sizeof c);
	r->checkpoints[r->ncheckpoints++] = c;
	return true;
}

static bool load_output(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	size_t n = (size_t)sqlite3_column_bytes(s, 1);
	uint64_t icount;

	if (!column(s, 0, INT64_MAX, &icount) || l->ntext + n > OUTPUT_MAX)
		return failure(l->why, "bad console output");
	r->text = realloc(r->text, l->ntext + n + 1);
	r->outputs = reallocarray(r->outputs, r->noutputs + 1, sizeof *r->outputs);
	if (!r->text || !r->outputs)
		return failure(l->why, "too large");
	if (n)
		memcpy(r->text + l->ntext, sqlite3_column_blob(s, 1), n);
	l->ntext += n;
	r->outputs[r->noutputs++] = (struct output){icount, l->ntext};
	return true;
}

static bool load_tables(struct loading *l)
{
	static const struct {
		const char *sql;
		bool (*load)(struct loading *, sqlite3_stmt *);
	} parts[] = {
		{"SELECT key, value FROM meta", load_meta},
		{"SELECT name, raw_size, data FROM images ORDER BY rowid", load_image},
		{"SELECT icount, byte FROM inputs ORDER BY seq", load_input},
		{"SELECT seq, icount, usec, pid, name, a0, a1, a2, a3, a4, a5, text FROM events ORDER BY seq",
	         load_event},
		{"SELECT icount, hash, raw_size, data FROM checkpoints ORDER BY icount", load_checkpoint},
		{"SELECT icount, data FROM output ORDER BY seq", load_output},
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		sqlite3_stmt *s = NULL;
		bool ok = true;
		int rc = sqlite3_prepare_v2(l->db, parts[i].sql, -1, &s, NULL);

		if (rc == SQLITE_OK) {
			while (ok && (rc = sqlite3_step(s)) == SQLITE_ROW)
				ok = parts[i].load(l, s);
		}
		sqlite3_finalize(s);
		if (!ok)
			return false;
		if (rc != SQLITE_DONE)
			return failure(l->why, "%s", sqlite3_errmsg(l->db));
	}
	return true;
}

/* The number that a query of one row gives, -1 on any error. */
static sqlite3_int64 ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	sqlite3_int64 n = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

/* Opens the file and makes sure that the names we read are plain tables: a view could do anything. */
static bool open_checked(struct loading *l, const char *path)
{
	sqlite3_int64 format;

	if (sqlite3_open_v2(path, &l->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return failure(l->why, "%s", sqlite3_errmsg(l->db));
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(l->db, SQLITE_LIMIT_LENGTH, OUTPUT_MAX);
	sqlite3_exec(l->db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
	format = ask(l->db, "PRAGMA user_version");
	if (format > FORMAT)
		return failure(l->why, "it has format %lld, this vforkscope reads up to %d", (long long)format, FORMAT);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		char *sql = sqlite3_mprintf("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = %Q"
		                            " AND sql NOT LIKE '%%VIRTUAL%%'",
		                            tables[i]);
		bool ok = sql && ask(l->db, sql) == 1;

		sqlite3_free(sql);
		if (!ok)
			return failure(l->why, "it is damaged or cut off (table %s)", tables[i]);
	}
	return true;
}

struct timeline *trace_load(const char *path, char error[MACHINE_ERROR_MAX])
{
	struct loading l = {0};
	struct timeline *t = NULL;

	if (!trace_is(path)) {
		failure(error, "%s: %s", path, access(path, R_OK) < 0 ? strerror(errno) : "is not a trace");
		return NULL;
	}
	if (open_checked(&l, path) && load_tables(&l)) {
		l.config.program = l.program;
		l.config.system = l.system;
		t = timeline_load(&l.config, &l.made, l.why);
	}
	sqlite3_close(l.db);
	recording_free(&l.made);
	l.config.program = l.config.system = NULL;
	library_free(&l.config);
	if (!t)
		failure(error, "%s: cannot be read: %.160s", path, l.why);
	return t;
}
