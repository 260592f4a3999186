/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who fills a trace's tables: while a run is recorded, or afterwards. Rows are written in the order of time, whenever
 * that is done; so the same run makes the same file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "abi/arch.h"
#include "base/alloc.h"
#include "base/error.h"
#include "replay/compress.h"
#include "replay/event_table.h"
#include "replay/trace.h"
#include "replay/trace_file.h"
#include "replay/trace_private.h"
#include "replay/until.h"

#define STRING(x) #x
#define DECIMAL(x) STRING(x)

enum { STEP_MS = 40 /* the host's, from one step of the file to the next; a run is stopped every 10 or 20 */ };

/* Rows ---------------------------------------------------------------------------------------- */

enum statement { FILES, INPUTS, INTERVENTIONS, EVENTS, CHECKPOINTS, OUTPUT, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[FILES] = "INSERT INTO files VALUES(?,?,?,?,?,?)",
	[INPUTS] = "INSERT INTO inputs VALUES(?,?,?,?)",
	[INTERVENTIONS] = "INSERT INTO interventions VALUES(?,?,?,?,?,?)",
	[EVENTS] = ("INSERT INTO event_rows SELECT * FROM " EVENT_TABLE),
	[CHECKPOINTS] = "INSERT INTO checkpoints VALUES(?,?,?,?,?,?,?)",
	[OUTPUT] = "INSERT INTO output VALUES(?,?,?)",
};

/* How much of a run's own recording has been written. */
struct written {
	size_t events, inputs, outputs, uses;
	size_t checkpoints; /* all up to `checkpoint` */
	uint64_t checkpoint;
	bool any; /* checkpoint */
};

struct recorder {
	struct trace_file *file;
	sqlite3 *db;
	sqlite3_stmt *insert[STATEMENTS];
	char *path;
	uint64_t limit;
	const struct run_config *config;
	struct event_table pending; /* what the statement of events writes */
	uint32_t *whole;            /* by inode: 1 the file is there, 2 with its debugging information */
	size_t inodes;
	struct packing packing;
	struct timeline *timeline; /* that is recorded, or NULL */
	struct written written;
	uint64_t stepped;                              /* ms */
	void (*tell)(uint64_t icount, uint64_t bytes); /* or NULL */
	bool broken;
	char why[ERROR_MAX];
};

/* Runs a prepared statement whose values are bound, and makes it ready for the next row. */
static bool insert(sqlite3_stmt *s)
{
	bool ok = sqlite3_step(s) == SQLITE_DONE;

	sqlite3_reset(s);
	sqlite3_clear_bindings(s);
	return ok;
}

static void number(sqlite3_stmt *s, int column, uint64_t value)
{
	sqlite3_bind_int64(s, column, (sqlite3_int64)value);
}

static bool insert_meta(sqlite3 *db, const char *key, const char *text, uint64_t value)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(db, "INSERT INTO meta VALUES(?,?)", -1, &s, NULL) == SQLITE_OK;

	if (ok) {
		sqlite3_bind_text(s, 1, key, -1, SQLITE_STATIC);
		if (text)
			sqlite3_bind_text(s, 2, text, -1, SQLITE_STATIC);
		else
			number(s, 2, value);
		ok = insert(s);
	}
	sqlite3_finalize(s);
	return ok;
}

static bool insert_image(struct recorder *r, sqlite3_stmt *s, const struct run_config *config,
                         const struct run_image *image)
{
	bool kernel = !strcmp(image->name, "kernel"), disk = !strcmp(image->name, "disk");
	uint8_t *kept = kernel ? disk_parts_kernel(config, image) : disk ? disk_parts_frame(image) : NULL;
	size_t n;
	void *data = compress_pack(kept ? kept : image->data, image->size, COMPRESS_SMALL, &n);
	bool ok;

	sqlite3_bind_text(s, 1, image->name, -1, SQLITE_STATIC);
	number(s, 2, image->size);
	sqlite3_bind_blob64(s, 3, data, n, SQLITE_STATIC);
	ok = insert(s);
	if (kernel)
		packing_kernel(&r->packing, kept, image->size);
	free(kept);
	free(data);
	return ok;
}

static bool insert_images(struct recorder *r, const struct run_config *config)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(r->db, "INSERT INTO images VALUES(?,?,?)", -1, &s, NULL) == SQLITE_OK;

	for (size_t i = 0; i < config->nimages && ok; i++)
		ok = insert_image(r, s, config, &config->images[i]);
	sqlite3_finalize(s);
	return ok;
}

/* The names of the kinds of events. */
static bool insert_kinds(sqlite3 *db)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(db, "INSERT INTO kinds VALUES(?,?)", -1, &s, NULL) == SQLITE_OK;

	for (uint32_t kind = 0; kind < EV_COUNT && ok; kind++) {
		number(s, 1, kind);
		sqlite3_bind_text(s, 2, event_name(kind), -1, SQLITE_STATIC);
		ok = insert(s);
	}
	sqlite3_finalize(s);
	return ok;
}

/* Each file once, and again if more of it is needed; whichever run needs it. */
static bool insert_use(struct recorder *r, uint32_t run, const struct disk_use *use)
{
	sqlite3_stmt *s = r->insert[FILES];
	uint32_t now = use->whole ? 2 : 1;
	size_t size, n;
	uint8_t *content;
	void *data;
	bool ok;

	while (use->inode >= r->inodes) {
		size_t before = r->inodes;

		r->whole = alloc_room(r->whole, r->inodes, &r->inodes, sizeof *r->whole);
		memset(r->whole + before, 0, (r->inodes - before) * sizeof *r->whole);
	}
	if (r->whole[use->inode] >= now)
		return true;
	r->whole[use->inode] = now;
	content = disk_parts_content(r->config, use, &size);
	/* a small one needs no prefix, which takes its time to go through */
	data = compress_pack_like(content, size, r->packing.like, size < NBPG ? 0 : r->packing.size, COMPRESS_SMALL,
	                          &n);
	number(s, 1, run);
	number(s, 2, use->icount);
	number(s, 3, use->inode);
	number(s, 4, use->whole);
	number(s, 5, size);
	sqlite3_bind_blob64(s, 6, data, n, SQLITE_STATIC);
	ok = insert(s);
	free(data);
	packing_file(&r->packing, content, size);
	free(content);
	return ok;
}

static bool insert_input(struct recorder *r, uint32_t run, uint64_t seq, const struct timeline_input *in)
{
	sqlite3_stmt *s = r->insert[in->kind == INPUT_KEY ? INPUTS : INTERVENTIONS];

	number(s, 1, run);
	number(s, 2, seq);
	number(s, 3, in->icount);
	if (in->kind == INPUT_KEY) {
		number(s, 4, in->value);
	} else {
		sqlite3_bind_text(s, 4, in->kind == INPUT_REGISTER ? "register" : "memory", -1, SQLITE_STATIC);
		number(s, 5, in->place);
		number(s, 6, in->value);
	}
	return insert(s);
}

static bool insert_checkpoint(struct recorder *r, uint32_t run, const struct checkpoint *c)
{
	sqlite3_stmt *s = r->insert[CHECKPOINTS];
	char hash[20];
	size_t size;
	uint8_t *wrote = c->wrote ? checkpoint_pack_wrote(c, &size) : NULL;
	bool ok;

	snprintf(hash, sizeof hash, "%016" PRIx64, c->hash);
	number(s, 1, run);
	number(s, 2, c->icount);
	sqlite3_bind_text(s, 3, hash, -1, SQLITE_STATIC);
	if (c->base != CHECKPOINT_BEGINNING)
		number(s, 4, c->base);
	if (wrote)
		sqlite3_bind_blob64(s, 5, wrote, size, SQLITE_STATIC);
	number(s, 6, c->raw_size);
	if (c->data)
		sqlite3_bind_blob64(s, 7, c->data, c->size, SQLITE_STATIC);
	ok = insert(s);
	free(wrote);
	return ok;
}

static bool insert_output(struct recorder *r, uint32_t run, const struct recording *from, size_t i)
{
	sqlite3_stmt *s = r->insert[OUTPUT];
	size_t begin = i ? from->outputs[i - 1].end : 0;

	number(s, 1, run);
	number(s, 2, from->outputs[i].icount);
	sqlite3_bind_blob64(s, 3, from->text + begin, from->outputs[i].end - begin, SQLITE_STATIC);
	return insert(s);
}

COUNT_UNTIL(checkpoints_until, checkpoint)

/* The next row of a run's own recording, in the order of time, and of the same instant in this order; so it is the same
 * whenever the rows are written. -1: there is none up to `until`. */
static int next_row(const struct recording *from, const struct written *w, size_t checkpoint, uint64_t until)
{
	const uint64_t icounts[] = {
		w->uses < from->nuses ? from->uses[w->uses].icount : UINT64_MAX,
		w->events < from->nevents ? from->events[w->events].icount : UINT64_MAX,
		w->outputs < from->noutputs ? from->outputs[w->outputs].icount : UINT64_MAX,
		checkpoint < from->ncheckpoints ? from->checkpoints[checkpoint].icount : UINT64_MAX,
		w->inputs < from->ninputs ? from->inputs[w->inputs].icount : UINT64_MAX,
	};
	int next = 0;

	for (int i = 1; i < 5; i++)
		if (icounts[i] < icounts[next])
			next = i;
	return icounts[next] <= until && icounts[next] != UINT64_MAX ? next : -1;
}

/* There are millions of them: all that come before the next row of another table are written at once. */
static bool insert_events(struct recorder *r, uint32_t run, const struct recording *from, struct written *w,
                          size_t checkpoint, uint64_t until)
{
	size_t first = w->events;

	do
		w->events++;
	while (next_row(from, w, checkpoint, until) == 1);
	r->pending = (struct event_table){run, from->events + first, w->events - first};
	return insert(r->insert[EVENTS]);
}

/* Writes the rows of a run's own recording up to an instant that are not written yet. */
static bool write_rows(struct recorder *r, uint32_t run, const struct recording *from, struct written *w,
                       uint64_t until)
{
	/* the list may have become shorter meanwhile: then those between are gone */
	size_t checkpoint = w->any ? checkpoints_until(from->checkpoints, from->ncheckpoints, w->checkpoint) : 0;
	bool ok = true;
	int row;

	while (ok && (row = next_row(from, w, checkpoint, until)) >= 0) {
		switch (row) {
		case 0:
			ok = insert_use(r, run, &from->uses[w->uses++]);
			break;
		case 1:
			ok = insert_events(r, run, from, w, checkpoint, until);
			break;
		case 2:
			ok = insert_output(r, run, from, w->outputs++);
			break;
		case 3:
			w->any = true;
			w->checkpoint = from->checkpoints[checkpoint].icount;
			ok = insert_checkpoint(r, run, &from->checkpoints[checkpoint++]);
			break;
		default:
			ok = insert_input(r, run, w->inputs, &from->inputs[w->inputs]);
			w->inputs++;
			break;
		}
	}
	return ok;
}

struct run_row {
	uint32_t run;
	const char *name;
	uint32_t parent;
	uint64_t start, end;
	bool complete;
};

static bool insert_run(sqlite3 *db, const struct run_row *row)
{
	sqlite3_stmt *s = NULL;
	bool ok = sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO runs VALUES(?,?,?,?,?,?)", -1, &s, NULL) == SQLITE_OK;

	if (ok) {
		number(s, 1, row->run);
		sqlite3_bind_text(s, 2, row->name, -1, SQLITE_STATIC);
		number(s, 3, row->parent);
		number(s, 4, row->start);
		number(s, 5, row->end);
		number(s, 6, row->complete);
		ok = insert(s);
	}
	sqlite3_finalize(s);
	return ok;
}

/* Recorders ----------------------------------------------------------------------------------- */

/* The file gets no larger than the limit says: SQLITE_FULL. */
static bool bound(sqlite3 *db, const struct limits *limits)
{
	char sql[80];

	snprintf(sql, sizeof sql, "PRAGMA max_page_count = %llu",
	         (unsigned long long)(limits->trace << 20) / TRACE_PAGE);
	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The recorder can do no more. */
static bool fail(struct recorder *r)
{
	if (!r->broken && sqlite3_errcode(r->db) == SQLITE_FULL)
		error_set(r->why, "%s: cannot be written: it would have more than %llu MB (--max-trace)", r->path,
		          (unsigned long long)r->limit);
	else if (!r->broken)
		error_set(r->why, "%s: cannot be written: %s", r->path, sqlite3_errmsg(r->db));
	r->broken = true;
	return false;
}

static bool execute(struct recorder *r, const char *sql)
{
	return sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(r);
}

/* The tables, with what they hold from the beginning. */
static bool begin(struct recorder *r, const struct run_config *config)
{
	/* The file itself takes care of steps (trace_file.h). What is deleted leaves zeros, so that the same rows make
	 * the same file. */
	/* clang-format off */
	static const char settings[] =
		"PRAGMA journal_mode = OFF;"
		"PRAGMA synchronous = OFF;"
		"PRAGMA locking_mode = EXCLUSIVE;"
		"PRAGMA temp_store = MEMORY;"
		"PRAGMA secure_delete = ON;"
		"PRAGMA page_size = " DECIMAL(TRACE_PAGE) ";"
		"PRAGMA application_id = " DECIMAL(TRACE_APPLICATION) ";"
		"PRAGMA user_version = " DECIMAL(TRACE_FORMAT) ";"
		"BEGIN;";
	/* clang-format on */
	bool ok = execute(r, settings) && bound(r->db, &config->limits) && trace_schema(r->db) &&
	          insert_meta(r->db, "program", config->program, 0) &&
	          insert_meta(r->db, "system", config->system, 0) && insert_meta(r->db, "ram", NULL, config->ram) &&
	          insert_meta(r->db, "swap", NULL, config->swap) && insert_meta(r->db, "date", NULL, config->date) &&
	          insert_meta(r->db, "skew", NULL, config->skew) && insert_images(r, config) && insert_kinds(r->db) &&
	          event_table_add(r->db, &r->pending);

	for (int i = 0; i < STATEMENTS && ok; i++)
		ok = sqlite3_prepare_v3(r->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT, &r->insert[i], NULL) ==
		     SQLITE_OK;
	return ok || fail(r);
}

static struct recorder *recorder_new(const char *path, const struct run_config *config, char *error)
{
	struct trace_file *file = trace_file_open(path, error);
	struct recorder *r;

	if (!file)
		return NULL;
	r = alloc_new(1, sizeof *r);
	r->file = file;
	r->db = trace_file_database(file);
	r->path = alloc_string(path);
	r->config = config;
	r->limit = config->limits.trace;
	return r;
}

static void close_statements(struct recorder *r)
{
	for (int i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(r->insert[i]);
		r->insert[i] = NULL;
	}
}

static void recorder_free(struct recorder *r)
{
	close_statements(r);
	trace_file_abandon(r->file);
	free(r->whole);
	free(r->packing.like);
	free(r->path);
	free(r);
}

/* The rows of all runs are final and the file is complete. Frees. */
static bool finish(struct recorder *r, const struct run_row *rows, size_t n, char *error)
{
	bool ok = !r->broken && execute(r, "DELETE FROM runs");

	for (size_t i = 0; i < n && ok; i++)
		ok = insert_run(r->db, &rows[i]) || fail(r);
	ok = ok && execute(r, "COMMIT");
	close_statements(r);
	if (ok) {
		ok = trace_file_finish(r->file, error);
		r->file = NULL;
	} else {
		error_set(error, "%s", r->why);
	}
	recorder_free(r);
	return ok;
}

/* While a run is recorded --------------------------------------------------------------------- */

static uint64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* The rows of all that is recorded up to now. */
static bool write_on(struct recorder *r)
{
	const struct recording *from = timeline_recording(r->timeline);

	return (r->insert[0] || begin(r, r->config)) && (write_rows(r, 0, from, &r->written, from->end) || fail(r));
}

/* They are in the file. */
static void step(struct recorder *r)
{
	const struct run_row row = {.name = TRACE_MAIN, .end = timeline_recording(r->timeline)->end};
	char error[ERROR_MAX];

	if (!(insert_run(r->db, &row) || fail(r)) || !execute(r, "COMMIT; BEGIN"))
		return;
	if (!trace_file_step(r->file, error)) {
		error_set(r->why, "%s", error);
		r->broken = true;
	}
}

/* Rows are written each time: of checkpoints that the timeline gives up later, too. */
static void on_pause(void *arg, bool waits)
{
	struct recorder *r = arg;

	if (r->tell)
		r->tell(timeline_recording(r->timeline)->end, trace_file_size(r->file));
	if (r->broken || !write_on(r) || (!waits && now_ms() - r->stepped < STEP_MS))
		return;
	step(r);
	r->stepped = now_ms();
}

struct recorder *trace_record(struct timeline *t, const char *path, char error[ERROR_MAX])
{
	struct recorder *r = recorder_new(path, timeline_config(t), error);

	if (!r)
		return NULL;
	r->timeline = t;
	r->stepped = now_ms();
	timeline_observe(t, on_pause, r);
	return r;
}

void trace_record_progress(struct recorder *r, void (*tell)(uint64_t icount, uint64_t bytes))
{
	r->tell = tell;
}

bool trace_recorded(struct recorder *r, char error[ERROR_MAX])
{
	const struct recording *from = timeline_recording(r->timeline);
	const struct run_row row = {.name = TRACE_MAIN, .end = from->end, .complete = true};

	timeline_observe(r->timeline, NULL, NULL);
	if (!r->broken)
		write_on(r);
	return finish(r, &row, 1, error);
}

bool trace_save(struct timeline *t, const char *path, char error[ERROR_MAX])
{
	struct recorder *r = trace_record(t, path, error);

	return r && trace_recorded(r, error);
}

/* Writes all runs of a trace anew. */
bool trace_contents_save(const struct trace_contents *c, const char *path, char error[ERROR_MAX])
{
	struct recorder *r = recorder_new(path, &c->config, error);
	struct run_row *rows = alloc_new(c->nruns + 1, sizeof *rows);
	bool ok = r && begin(r, &c->config);

	for (size_t i = 0; r && i < c->nruns; i++) {
		const struct trace_run *run = &c->runs[i];
		struct written w = {0};

		rows[i] =
			(struct run_row){(uint32_t)i, run->name, run->parent, run->start, run->own.end, run->complete};
		ok = ok && (write_rows(r, (uint32_t)i, &run->own, &w, UINT64_MAX - 1) || fail(r));
	}
	ok = r && finish(r, rows, c->nruns, error);
	free(rows);
	return ok;
}
