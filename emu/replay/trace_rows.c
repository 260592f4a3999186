/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rows of a trace, which may come from anywhere: none is believed that claims more than the file can hold, or more
 * than a run makes.
 */
#include "replay/trace_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "replay/compress.h"

/* Most that a trace may hold; far above what a run makes. Images are further bounded by their kinds. */
enum {
	INPUTS_MAX = 64 << 20,
	CHECKPOINTS_MAX = 10000,
	NAME_MAX_BYTES = 4096, /* of an image's name */
	ROW_LEAST = 4,         /* bytes that a row takes in the file, at least */
};

/* Rows that there is room for in the lists of a run. */
struct loading_rooms {
	size_t events, inputs, checkpoints, outputs, text, uses;
};

/* Columns ----------------------------------------------------------------------------------------- */

/* Column as an unsigned number of at most max; false if it is something else. */
static bool column(sqlite3_stmt *s, int i, uint64_t max, uint64_t *value)
{
	sqlite3_int64 v = sqlite3_column_int64(s, i);

	*value = (uint64_t)v;
	return sqlite3_column_type(s, i) == SQLITE_INTEGER && v >= 0 && (uint64_t)v <= max;
}

/* Bytes of a column that the file is charged for. False: it is not of that type, or more than is left of the file. */
static bool charge(struct loading *l, sqlite3_stmt *s, int i, int type, size_t *size)
{
	if (sqlite3_column_type(s, i) != type)
		return false;
	*size = (size_t)sqlite3_column_bytes(s, i);
	if (*size > l->left)
		return false;
	l->left -= *size;
	return true;
}

/* Column as a text of fewer bytes than size. */
static bool text(struct loading *l, sqlite3_stmt *s, int i, char *buf, size_t size)
{
	size_t n;

	if (!charge(l, s, i, SQLITE_TEXT, &n) || n >= size)
		return false;
	memcpy(buf, n ? (const char *)sqlite3_column_text(s, i) : "", n);
	buf[n] = '\0';
	return strlen(buf) == n;
}

/* Tables ------------------------------------------------------------------------------------------ */

static bool load_meta(struct loading *l, sqlite3_stmt *s)
{
	static const char *const keys[] = {"program", "system", "ram", "swap", "date", "skew"};
	struct run_config *config = &l->contents.config;
	char value[256];
	uint64_t ram = 0, swap = 0, date = 0, skew = 0;
	unsigned i = 0;
	char key[16];
	bool good;

	if (!text(l, s, 0, key, sizeof key))
		return error_set(l->why, "bad key of table meta");
	while (i < sizeof keys / sizeof *keys && strcmp(key, keys[i]))
		i++;
	switch (i) {
	case 0:
		good = text(l, s, 1, value, sizeof value);
		config->program = good && !config->program ? alloc_string(value) : config->program;
		break;
	case 1:
		good = text(l, s, 1, value, 32);
		config->system = good && !config->system ? alloc_string(value) : config->system;
		break;
	case 2:
		good = column(s, 1, UINT32_MAX, &ram);
		config->ram = (uint32_t)ram;
		break;
	case 3:
		good = column(s, 1, MACHINE_SWAP_MAX, &swap);
		config->swap = (uint32_t)swap;
		break;
	case 4: /* traces of old have none: their machines began with 1970 */
		good = column(s, 1, INT32_MAX, &date);
		config->date = (uint32_t)date;
		break;
	case 5: /* nor that */
		good = column(s, 1, MACHINE_SKEW_MAX, &skew);
		config->skew = (uint32_t)skew;
		break;
	default:
		return error_set(l->why, "unknown key %s of table meta", key);
	}
	if (!good || l->keys >> i & 1)
		return error_set(l->why, "bad %s", key);
	l->keys |= 1u << i;
	return true;
}

/* The runs, parents before their branches. */
static bool load_run(struct loading *l, sqlite3_stmt *s)
{
	struct trace_contents *c = &l->contents;
	struct trace_run run = {0};
	uint64_t id, parent, complete;
	size_t room = c->nruns;
	char name[TRACE_NAME + 1];

	if (!column(s, 0, TRACE_RUNS_MAX - 1, &id) || id != c->nruns || !text(l, s, 1, name, sizeof name) ||
	    !column(s, 2, id ? id - 1 : 0, &parent) || !column(s, 3, id ? c->runs[parent].own.end : 0, &run.start) ||
	    !column(s, 4, TIMELINE_END_MAX, &run.own.end) || run.own.end < run.start || !column(s, 5, 1, &complete) ||
	    !*name || (!id && strcmp(name, TRACE_MAIN) != 0))
		return error_set(l->why, "bad run %zu", c->nruns);
	for (size_t i = 0; i < c->nruns; i++)
		if (!strcmp(c->runs[i].name, name))
			return error_set(l->why, "bad run %zu", c->nruns);
	run.name = alloc_string(name);
	run.parent = (uint32_t)parent;
	run.complete = complete;
	c->runs = alloc_room(c->runs, c->nruns, &room, sizeof run);
	c->runs[c->nruns++] = run;
	l->rooms = realloc(l->rooms, c->nruns * sizeof *l->rooms);
	if (!l->rooms)
		alloc_failed();
	l->rooms[id] = (struct loading_rooms){0};
	return true;
}

/* The run that a row is of, in its first column; its rooms. NULL: there is none, or it is before that of the row
 * before. */
static struct recording *run_of(struct loading *l, sqlite3_stmt *s, struct loading_rooms **rooms)
{
	uint64_t run;

	if (!l->contents.nruns || !column(s, 0, l->contents.nruns - 1, &run))
		return NULL;
	*rooms = &l->rooms[run];
	return &l->contents.runs[run].own;
}

/* Most bytes that an image of that name has; 0: there is none of that name, or it is there already. */
static size_t image_max(struct loading *l, const char *name)
{
	for (size_t i = 0; i < l->contents.config.nimages; i++)
		if (!strcmp(l->contents.config.images[i].name, name))
			return 0;
	if (!strcmp(name, "kernel"))
		return RUN_FILE_BYTES;
	if (!strcmp(name, "disk"))
		return RUN_DISK_BYTES;
	return !strncmp(name, "source:", strlen("source:")) && l->nsources++ < RUN_SOURCES ? RUN_SOURCE_BYTES : 0;
}

static bool load_image(struct loading *l, sqlite3_stmt *s)
{
	struct run_image image = {0};
	char name[NAME_MAX_BYTES + 1];
	uint64_t raw;
	size_t packed;

	if (!text(l, s, 0, name, sizeof name) || !charge(l, s, 2, SQLITE_BLOB, &packed))
		return error_set(l->why, "image %zu is broken", l->contents.config.nimages);
	if (!column(s, 1, image_max(l, name), &raw))
		return error_set(l->why, "image %.40s is too large, or there are too many", name);
	image.size = raw;
	image.data = compress_unpack(sqlite3_column_blob(s, 2), packed, raw);
	if (!image.data)
		return error_set(l->why, "image %.40s is broken", name);
	image.name = alloc_string(name);
	run_config_add(&l->contents.config, image.name, image.data, image.size);
	if (!strcmp(name, "kernel"))
		packing_kernel(&l->packing, image.data, image.size);
	return true;
}

/* A file of the disk goes to its place there. */
static bool load_file(struct loading *l, sqlite3_stmt *s)
{
	const struct run_image *disk = run_config_image(&l->contents.config, "disk");
	struct loading_rooms *rooms;
	struct recording *r = run_of(l, s, &rooms);
	struct disk_use use = {0};
	uint64_t inode, whole, raw;
	size_t packed, at, length;
	uint8_t *data;

	if (!r || !disk || !column(s, 1, INT64_MAX, &use.icount) || !column(s, 2, UINT32_MAX, &inode) ||
	    !column(s, 3, 1, &whole) || !column(s, 4, RUN_FILE_BYTES, &raw) || !charge(l, s, 5, SQLITE_BLOB, &packed) ||
	    !disk_parts_extent(disk->data, disk->size, (uint32_t)inode, &at, &length) || length != raw)
		return error_set(l->why, "bad file");
	use.inode = (uint32_t)inode;
	use.whole = whole;
	for (size_t i = 0; i < l->contents.nruns; i++)
		for (size_t k = 0; k < l->contents.runs[i].own.nuses; k++) {
			const struct disk_use *other = &l->contents.runs[i].own.uses[k];

			if (other->inode == use.inode && (other->whole || !use.whole))
				return error_set(l->why, "file %" PRIu32 " is there twice", use.inode);
		}
	data = compress_unpack_like(sqlite3_column_blob(s, 5), packed, l->packing.like, l->packing.size, raw);
	if (!data)
		return error_set(l->why, "file %" PRIu32 " is broken", use.inode);
	memcpy(disk->data + at, data, length);
	packing_file(&l->packing, data, length);
	free(data);
	r->uses = alloc_room(r->uses, r->nuses, &rooms->uses, sizeof use);
	r->uses[r->nuses++] = use;
	return true;
}

/* A byte that was typed, or an intervention, whose kind has a name. */
static bool load_input(struct loading *l, sqlite3_stmt *s)
{
	struct loading_rooms *rooms;
	struct recording *r = run_of(l, s, &rooms);
	struct timeline_input in = {.kind = INPUT_KEY};
	uint64_t seq, place, value;
	char kind[16];

	if (!r || !column(s, 1, INPUTS_MAX, &seq))
		return error_set(l->why, "bad input");
	if (sqlite3_column_type(s, 3) != SQLITE_NULL) {
		if (!text(l, s, 3, kind, sizeof kind) || (strcmp(kind, "register") != 0 && strcmp(kind, "memory") != 0))
			return error_set(l->why, "bad intervention %zu", r->ninputs);
		in.kind = *kind == 'r' ? INPUT_REGISTER : INPUT_MEMORY;
	}
	if (seq != r->ninputs || !column(s, 2, INT64_MAX, &in.icount) ||
	    !column(s, 4, in.kind == INPUT_REGISTER ? MACHINE_PC : UINT32_MAX, &place) ||
	    !column(s, 5,
	            in.kind == INPUT_REGISTER ? UINT32_MAX
	            : in.kind == INPUT_KEY    ? RXDB_HANGUP
	                                      : UINT8_MAX,
	            &value) ||
	    r->ninputs >= INPUTS_MAX)
		return error_set(l->why, "bad input %zu", r->ninputs);
	in.place = (uint32_t)place;
	in.value = (uint32_t)value;
	r->inputs = alloc_room(r->inputs, r->ninputs, &rooms->inputs, sizeof *r->inputs);
	r->inputs[r->ninputs++] = in;
	return true;
}

/* They are numbered as ours are: of other ones the format has another number. */
static bool load_kind(struct loading *l, sqlite3_stmt *s)
{
	char name[40];
	uint64_t kind;

	if (!column(s, 0, EV_COUNT - 1, &kind) || kind != l->kinds || !text(l, s, 1, name, sizeof name) ||
	    strcmp(name, event_name((uint32_t)kind)) != 0)
		return error_set(l->why, "bad kind of events %u", l->kinds);
	l->kinds++;
	return true;
}

static bool load_event(struct loading *l, sqlite3_stmt *s)
{
	struct loading_rooms *rooms;
	struct recording *r = run_of(l, s, &rooms);
	struct event e = {0};
	uint64_t pid, kind, arg;

	if (!r || !column(s, 1, INT64_MAX, &e.seq) || !column(s, 2, INT64_MAX, &e.icount) ||
	    !column(s, 3, INT64_MAX, &e.usec) || !column(s, 4, UINT32_MAX, &pid) ||
	    !column(s, 5, EV_COUNT - 1, &kind) || !text(l, s, 6 + EVENT_ARGS, e.text, sizeof e.text))
		return error_set(l->why, "bad event %zu", r ? r->nevents : 0);
	e.pid = (uint32_t)pid;
	e.kind = (uint32_t)kind;
	for (int a = 0; a < EVENT_ARGS; a++) {
		if (!column(s, 6 + a, UINT32_MAX, &arg))
			return error_set(l->why, "bad event %zu", r->nevents);
		e.arg[a] = (uint32_t)arg;
	}
	r->events = alloc_room(r->events, r->nevents, &rooms->events, sizeof e);
	r->events[r->nevents++] = e;
	return true;
}

static bool load_checkpoint(struct loading *l, sqlite3_stmt *s)
{
	struct loading_rooms *rooms;
	struct recording *r = run_of(l, s, &rooms);
	struct checkpoint c = {.base = CHECKPOINT_BEGINNING, .node = CHECKPOINT_KEPT};
	bool none = sqlite3_column_type(s, 6) == SQLITE_NULL, unknown = sqlite3_column_type(s, 4) == SQLITE_NULL;
	size_t wrote = 0, number = r ? r->ncheckpoints : 0;
	uint64_t raw;
	char hash[17];

	if (!r || !column(s, 1, INT64_MAX, &c.icount) || !text(l, s, 2, hash, sizeof hash) ||
	    strspn(hash, "0123456789abcdef") != sizeof hash - 1 ||
	    (sqlite3_column_type(s, 3) != SQLITE_NULL && !column(s, 3, INT64_MAX, &c.base)) ||
	    (!unknown && !charge(l, s, 4, SQLITE_BLOB, &wrote)) || !column(s, 5, SIZE_MAX, &raw) ||
	    (!none && !charge(l, s, 6, SQLITE_BLOB, &c.size)) || number >= CHECKPOINTS_MAX)
		return error_set(l->why, "bad checkpoint %zu", number);
	if (!unknown && !checkpoint_unpack_wrote(&c, sqlite3_column_blob(s, 4), wrote, l->contents.config.ram)) {
		checkpoint_free(&c);
		return error_set(l->why, "bad checkpoint %zu", number);
	}
	c.hash = strtoull(hash, NULL, 16);
	c.raw_size = raw;
	c.data = none ? NULL : alloc_copy(sqlite3_column_blob(s, 6), c.size);
	r->checkpoints = alloc_room(r->checkpoints, r->ncheckpoints, &rooms->checkpoints, sizeof c);
	r->checkpoints[r->ncheckpoints++] = c;
	return true;
}

static bool load_output(struct loading *l, sqlite3_stmt *s)
{
	struct loading_rooms *rooms;
	struct recording *r = run_of(l, s, &rooms);
	uint64_t icount;
	size_t n, before;

	if (!r || !column(s, 1, INT64_MAX, &icount) || !charge(l, s, 2, SQLITE_BLOB, &n))
		return error_set(l->why, "bad console output");
	before = r->noutputs ? r->outputs[r->noutputs - 1].end : 0;
	if (before + n > TRACE_OUTPUT_MAX)
		return error_set(l->why, "bad console output %zu", r->noutputs);
	while (before + n > rooms->text)
		r->text = alloc_room(r->text, rooms->text, &rooms->text, 1);
	if (n)
		memcpy(r->text + before, sqlite3_column_blob(s, 2), n);
	r->outputs = alloc_room(r->outputs, r->noutputs, &rooms->outputs, sizeof *r->outputs);
	r->outputs[r->noutputs++] = (struct timeline_output){icount, before + n};
	return true;
}

/* Why SQLite does not go on. */
bool trace_rows_broken(struct loading *l, int rc)
{
	if (rc == SQLITE_INTERRUPT)
		return error_set(l->why, "it is damaged: reading it takes longer than its size can be the reason of");
	return error_set(l->why, "%s", sqlite3_errmsg(l->db));
}

bool trace_rows_load(struct loading *l)
{
	static const struct {
		const char *sql;
		bool (*load)(struct loading *, sqlite3_stmt *);
	} parts[] = {
		{"SELECT key, value FROM meta", load_meta},
		{"SELECT run, name, parent, start, end, complete FROM runs ORDER BY run", load_run},
		{"SELECT name, raw_size, data FROM images ORDER BY rowid", load_image},
		{"SELECT run, icount, inode, whole, raw_size, data FROM files ORDER BY rowid", load_file},
		{"SELECT run, seq, icount, NULL, 0, byte FROM inputs"
	         " UNION ALL SELECT run, seq, icount, kind, place, value FROM interventions ORDER BY 1, 2",
	         load_input},
		{"SELECT kind, name FROM kinds ORDER BY kind", load_kind},
		{"SELECT id >> 32, id & 4294967295, icount, usec, pid, kind, a0, a1, a2, a3, a4, a5, text"
	         " FROM event_rows ORDER BY id",
	         load_event},
		{"SELECT run, icount, hash, base, wrote, raw_size, data FROM checkpoints ORDER BY rowid",
	         load_checkpoint},
		{"SELECT run, icount, data FROM output ORDER BY rowid", load_output},
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		sqlite3_stmt *s = NULL;
		bool ok = true;
		int rc = sqlite3_prepare_v2(l->db, parts[i].sql, -1, &s, NULL);

		if (rc == SQLITE_OK) {
			while (ok && (rc = sqlite3_step(s)) == SQLITE_ROW) {
				ok = l->left >= ROW_LEAST ? parts[i].load(l, s)
				                          : error_set(l->why, "it has more rows than bytes");
				l->left -= ok ? ROW_LEAST : 0;
			}
		}
		sqlite3_finalize(s);
		if (!ok)
			return false;
		if (rc != SQLITE_DONE)
			return trace_rows_broken(l, rc);
	}
	if ((l->keys | 3u << 4) != (1u << 6) - 1 || l->kinds != EV_COUNT)
		return error_set(l->why, "it is damaged (table %s)", l->kinds == EV_COUNT ? "meta" : "kinds");
	return l->contents.nruns || error_set(l->why, "it has no run");
}

void trace_rows_release(struct loading *l)
{
	free(l->rooms);
	free(l->packing.like);
	l->rooms = NULL;
}
