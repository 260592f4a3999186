/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading a trace that may come from anywhere. The file is read once through a descriptor of our own, and SQLite gets
 * the bytes: it opens nothing, and looks at nothing beside them. Before a row is read the schema is compared with the
 * one that we write; no row is believed that claims more than the file can hold, or more than a run makes.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/be.h"
#include "base/error.h"
#include "base/alloc.h"
#include "replay/compress.h"
#include "replay/trace.h"
#include "replay/trace_private.h"

/* Most that a trace may hold; far above what a run makes. Images are further bounded by their kinds. */
enum {
	INPUTS_MAX = 64 << 20,
	CHECKPOINTS_MAX = 10000,
	OUTPUT_MAX = 256 << 20,
	NAME_MAX_BYTES = 4096, /* of an image's name */
	ROW_LEAST = 4,         /* bytes that a row takes in the file, at least */
	STEPS_AT_ONCE = 1000,  /* of SQLite's machine between two looks at the budget */
	STEPS_A_BYTE = 8,      /* a row of 10 bytes takes some 20 */
};

/* SQLite's header: https://www.sqlite.org/fileformat2.html#the_database_header */
enum {
	HEADER = 100,
	AT_PAGE_SIZE = 16,
	AT_WRITE_VERSION = 18,
	AT_READ_VERSION = 19,
	AT_RESERVED = 20,
	AT_PAGES = 28,
	AT_AUTO_VACUUM = 52,
	AT_ENCODING = 56,
	AT_USER_VERSION = 60,
	AT_APPLICATION = 68,
};
/* Pages of a table's tree: the same document, "B-tree Pages". */
enum {
	PAGE_INTERIOR = 5,
	PAGE_LEAF = 13,
	CELLS_MAX = (TRACE_PAGE - HEADER - 12) / 2,
	SCHEMA_ROWS = EV_COUNT + 16, /* a view for each kind of event, the tables and their indexes */
};
static const char magic[16] = "SQLite format 3";

struct loading {
	sqlite3 *db;
	struct run_config config;
	struct recording made;
	char system[32];
	char program[256];
	unsigned keys; /* of meta, that were there: a bit for each */
	size_t text_room, rooms[5];
	size_t nsources, ntext;
	uint64_t left; /* bytes of the file that rows may still claim: a damaged tree can have one page many times */
	uint64_t steps;
	char why[ERROR_MAX];
};

/* The file ---------------------------------------------------------------------------------------- */

/* Opens a regular file; a FIFO or a device is neither waited for nor disturbed. -1: errno tells why. */
static int open_regular(const char *path, off_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	if (fd >= 0)
		*size = st.st_size;
	return fd;
}

/* Reads up to size bytes; fewer only at the end of the file or an error. */
static size_t read_all(int fd, uint8_t *data, size_t size)
{
	size_t done = 0;
	ssize_t n;

	while (done < size && ((n = read(fd, data + done, size - done)) > 0 || (n < 0 && errno == EINTR)))
		done += n > 0 ? (size_t)n : 0;
	return done;
}

static bool is_header(const uint8_t *header)
{
	return !memcmp(header, magic, sizeof magic) && be32_get(header + AT_APPLICATION) == TRACE_APPLICATION;
}

bool trace_is(const char *path)
{
	uint8_t header[HEADER];
	off_t size;
	int fd = open_regular(path, &size);
	bool ok;

	if (fd < 0)
		return false;
	ok = read_all(fd, header, sizeof header) == sizeof header && is_header(header);
	close(fd);
	return ok;
}

/* The whole file; the caller frees it. NULL and a line in error if it is no trace, or cannot be read. */
static uint8_t *read_file(const char *path, size_t most, size_t *size, char *error)
{
	off_t length;
	int fd = open_regular(path, &length);
	uint8_t *data;

	if (fd < 0) {
		error_set(error, "%s: %s", path, errno == EINVAL ? "is not a trace" : strerror(errno));
		return NULL;
	}
	*size = (size_t)length;
	data = *size <= most ? malloc(*size + 1) : NULL;
	if (*size > most) {
		error_set(error, "%s: cannot be read: it is larger than %zu MB (--max-trace)", path, most >> 20);
	} else if (!data) {
		error_set(error, "%s: cannot be read: not enough memory", path);
	} else {
		errno = 0;
		if (read_all(fd, data, *size) != *size) {
			error_set(error, "%s: cannot be read: %s", path,
			          errno ? strerror(errno) : "it is being cut off");
			free(data);
			data = NULL;
		} else if (*size < HEADER || !is_header(data)) {
			error_set(error, "%s: is not a trace", path);
			free(data);
			data = NULL;
		}
	}
	close(fd);
	return data;
}

/* Is the file laid out as we write it? */
static bool check_header(const uint8_t *data, size_t size, char *why)
{
	uint32_t format = be32_get(data + AT_USER_VERSION);

	if (format != TRACE_FORMAT)
		return error_set(why, "it has format %" PRIu32 ", of %s vforkscope; this one reads format %d", format,
		                 format > TRACE_FORMAT ? "a newer" : "an older", TRACE_FORMAT);
	if (data[AT_WRITE_VERSION] != 1 || data[AT_READ_VERSION] != 1)
		return error_set(why,
		                 "it is in SQLite's WAL mode; sqlite3 FILE 'PRAGMA journal_mode = DELETE' ends that");
	if (size % TRACE_PAGE || (uint64_t)be32_get(data + AT_PAGES) * TRACE_PAGE != size)
		return error_set(why, "it is damaged or cut off (%zu bytes)", size);
	if (be16_get(data + AT_PAGE_SIZE) != TRACE_PAGE || data[AT_RESERVED] || be32_get(data + AT_AUTO_VACUUM) ||
	    be32_get(data + AT_ENCODING) != 1)
		return error_set(why, "it is damaged (header)");
	return true;
}

/* Number of rows in a page of the schema's tree, SCHEMA_ROWS + 1 if it is no leaf. */
static unsigned leaf_rows(const uint8_t *page)
{
	return page[0] == PAGE_LEAF ? be16_get(page + 3) : SCHEMA_ROWS + 1;
}

/* Has the schema so few rows as ours? SQLite reads and keeps all of it before anything can be asked. Its tree begins in
 * the first page, after the header, and ours has no more than one level below that. */
static bool check_schema_size(const uint8_t *data, size_t size, char *why)
{
	const uint8_t *root = data + HEADER;
	bool interior = root[0] == PAGE_INTERIOR;
	unsigned rows = interior ? 0 : leaf_rows(root), cells = be16_get(root + 3);

	for (unsigned i = 0; interior && i <= cells && rows <= SCHEMA_ROWS; i++) {
		/* the place of a child's number: of the last one in the page's header, of the others in a cell */
		unsigned at = i == cells ? HEADER + 8 : i < CELLS_MAX ? be16_get(root + 12 + 2 * i) : TRACE_PAGE;
		uint64_t child = at <= TRACE_PAGE - 4 ? be32_get(data + at) : 0;

		rows += child && child * TRACE_PAGE <= size ? leaf_rows(data + (child - 1) * TRACE_PAGE)
		                                            : SCHEMA_ROWS + 1;
	}
	return rows <= SCHEMA_ROWS || error_set(why, "it has more tables than a trace, or is damaged");
}

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
	static const char *const keys[] = {"program", "system", "ram", "swap", "end"};
	uint64_t ram = 0, swap = 0;
	unsigned i = 0;
	char key[16];
	bool good;

	if (!text(l, s, 0, key, sizeof key))
		return error_set(l->why, "bad key of table meta");
	while (i < sizeof keys / sizeof *keys && strcmp(key, keys[i]))
		i++;
	switch (i) {
	case 0:
		good = text(l, s, 1, l->program, sizeof l->program);
		break;
	case 1:
		good = text(l, s, 1, l->system, sizeof l->system);
		break;
	case 2:
		good = column(s, 1, UINT32_MAX, &ram);
		l->config.ram = (uint32_t)ram;
		break;
	case 3:
		good = column(s, 1, MACHINE_SWAP_MAX, &swap);
		l->config.swap = (uint32_t)swap;
		break;
	case 4:
		good = column(s, 1, TIMELINE_END_MAX, &l->made.end);
		break;
	default:
		return error_set(l->why, "unknown key %s of table meta", key);
	}
	if (!good || l->keys >> i & 1)
		return error_set(l->why, "bad %s", key);
	l->keys |= 1u << i;
	return true;
}

/* Most bytes that an image of that name has; 0: there is none of that name, or it is there already. */
static size_t image_max(struct loading *l, const char *name)
{
	for (size_t i = 0; i < l->config.nimages; i++)
		if (!strcmp(l->config.images[i].name, name))
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
		return error_set(l->why, "image %zu is broken", l->config.nimages);
	if (!column(s, 1, image_max(l, name), &raw))
		return error_set(l->why, "image %.40s is too large, or there are too many", name);
	image.size = raw;
	image.data = compress_unpack(sqlite3_column_blob(s, 2), packed, raw);
	if (!image.data)
		return error_set(l->why, "image %.40s is broken", name);
	image.name = alloc_string(name);
	l->config.images = alloc_room(l->config.images, l->config.nimages, &l->rooms[0], sizeof image);
	l->config.images[l->config.nimages++] = image;
	return true;
}

/* A byte that was typed, or an intervention, whose kind has a name. */
static bool load_input(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	struct timeline_input in = {.kind = INPUT_KEY};
	uint64_t place, value;
	char kind[16];

	if (sqlite3_column_type(s, 2) != SQLITE_NULL) {
		if (!text(l, s, 2, kind, sizeof kind) || (strcmp(kind, "register") != 0 && strcmp(kind, "memory") != 0))
			return error_set(l->why, "bad intervention %zu", r->ninputs);
		in.kind = *kind == 'r' ? INPUT_REGISTER : INPUT_MEMORY;
	}
	if (!column(s, 1, INT64_MAX, &in.icount) ||
	    !column(s, 3, in.kind == INPUT_REGISTER ? MACHINE_PC : UINT32_MAX, &place) ||
	    !column(s, 4,
	            in.kind == INPUT_REGISTER ? UINT32_MAX
	            : in.kind == INPUT_KEY    ? RXDB_HANGUP
	                                      : UINT8_MAX,
	            &value) ||
	    r->ninputs >= INPUTS_MAX)
		return error_set(l->why, "bad input %zu", r->ninputs);
	in.place = (uint32_t)place;
	in.value = (uint32_t)value;
	r->inputs = alloc_room(r->inputs, r->ninputs, &l->rooms[1], sizeof *r->inputs);
	r->inputs[r->ninputs++] = in;
	return true;
}

static bool load_event(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	struct event e = {0};
	uint64_t pid, arg;
	char name[40];
	int kind;

	if (!column(s, 0, INT64_MAX, &e.seq) || !column(s, 1, INT64_MAX, &e.icount) ||
	    !column(s, 2, INT64_MAX, &e.usec) || !column(s, 3, UINT32_MAX, &pid) || !text(l, s, 4, name, sizeof name) ||
	    !text(l, s, 5 + EVENT_ARGS, e.text, sizeof e.text))
		return error_set(l->why, "bad event %zu", r->nevents);
	kind = event_kind(name);
	if (kind < 0)
		return error_set(l->why, "unknown event %s", name);
	e.pid = (uint32_t)pid;
	e.kind = (uint32_t)kind;
	for (int a = 0; a < EVENT_ARGS; a++) {
		if (!column(s, 5 + a, UINT32_MAX, &arg))
			return error_set(l->why, "bad event %zu", r->nevents);
		e.arg[a] = (uint32_t)arg;
	}
	r->events = alloc_room(r->events, r->nevents, &l->rooms[2], sizeof e);
	r->events[r->nevents++] = e;
	return true;
}

static bool load_checkpoint(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	struct checkpoint c = {.base = CHECKPOINT_BEGINNING, .node = CHECKPOINT_KEPT};
	bool none = sqlite3_column_type(s, 5) == SQLITE_NULL, unknown = sqlite3_column_type(s, 3) == SQLITE_NULL;
	uint64_t raw;
	size_t wrote = 0;
	char hash[17];

	if (!column(s, 0, INT64_MAX, &c.icount) || !text(l, s, 1, hash, sizeof hash) ||
	    strspn(hash, "0123456789abcdef") != sizeof hash - 1 ||
	    (sqlite3_column_type(s, 2) != SQLITE_NULL && !column(s, 2, INT64_MAX, &c.base)) ||
	    (!unknown && !charge(l, s, 3, SQLITE_BLOB, &wrote)) || !column(s, 4, SIZE_MAX, &raw) ||
	    (!none && !charge(l, s, 5, SQLITE_BLOB, &c.size)) || r->ncheckpoints >= CHECKPOINTS_MAX)
		return error_set(l->why, "bad checkpoint %zu", r->ncheckpoints);
	if (!unknown && !checkpoint_unpack_wrote(&c, sqlite3_column_blob(s, 3), wrote, l->config.ram)) {
		checkpoint_free(&c);
		return error_set(l->why, "bad checkpoint %zu", r->ncheckpoints);
	}
	c.hash = strtoull(hash, NULL, 16);
	c.raw_size = raw;
	c.data = none ? NULL : alloc_copy(sqlite3_column_blob(s, 5), c.size);
	r->checkpoints = alloc_room(r->checkpoints, r->ncheckpoints, &l->rooms[3], sizeof c);
	r->checkpoints[r->ncheckpoints++] = c;
	return true;
}

static bool load_output(struct loading *l, sqlite3_stmt *s)
{
	struct recording *r = &l->made;
	uint64_t icount;
	size_t n;

	if (!column(s, 0, INT64_MAX, &icount) || !charge(l, s, 1, SQLITE_BLOB, &n) || l->ntext + n > OUTPUT_MAX)
		return error_set(l->why, "bad console output %zu", r->noutputs);
	while (l->ntext + n > l->text_room)
		r->text = alloc_room(r->text, l->text_room, &l->text_room, 1);
	if (n)
		memcpy(r->text + l->ntext, sqlite3_column_blob(s, 1), n);
	l->ntext += n;
	r->outputs = alloc_room(r->outputs, r->noutputs, &l->rooms[4], sizeof *r->outputs);
	r->outputs[r->noutputs++] = (struct timeline_output){icount, l->ntext};
	return true;
}

/* Why SQLite does not go on. */
static bool broken(struct loading *l, int rc)
{
	if (rc == SQLITE_INTERRUPT)
		return error_set(l->why, "it is damaged: reading it takes longer than its size can be the reason of");
	return error_set(l->why, "%s", sqlite3_errmsg(l->db));
}

static bool load_tables(struct loading *l)
{
	static const struct {
		const char *sql;
		bool (*load)(struct loading *, sqlite3_stmt *);
	} parts[] = {
		{"SELECT key, value FROM meta", load_meta},
		{"SELECT name, raw_size, data FROM images ORDER BY rowid", load_image},
		{"SELECT seq, icount, NULL, 0, byte FROM inputs"
	         " UNION ALL SELECT seq, icount, kind, place, value FROM interventions ORDER BY 1",
	         load_input},
		{"SELECT seq, icount, usec, pid, name, a0, a1, a2, a3, a4, a5, text FROM events ORDER BY seq",
	         load_event},
		{"SELECT icount, hash, base, wrote, raw_size, data FROM checkpoints ORDER BY icount", load_checkpoint},
		{"SELECT icount, data FROM output ORDER BY seq", load_output},
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
			return broken(l, rc);
	}
	return l->keys == (1u << 5) - 1 || error_set(l->why, "it is damaged (table meta)");
}

/* The database ------------------------------------------------------------------------------------ */

/* Nothing but reading tables: no PRAGMA, no ATTACH, no function. */
static int authorize(void *arg, int action, const char *a, const char *b, const char *database, const char *trigger)
{
	(void)arg, (void)a, (void)b, (void)database, (void)trigger;
	return action == SQLITE_SELECT || action == SQLITE_READ ? SQLITE_OK : SQLITE_DENY;
}

/* Not 0: SQLite has worked more than any trace of that size asks for. */
static int progress(void *arg)
{
	struct loading *l = arg;

	if (l->steps < STEPS_AT_ONCE)
		return 1;
	l->steps -= STEPS_AT_ONCE;
	return 0;
}

static void restrict_database(struct loading *l, size_t size)
{
	static const struct {
		int what, most;
	} limits[] = {
		{SQLITE_LIMIT_SQL_LENGTH, 1024},
		{SQLITE_LIMIT_COLUMN, 16},
		{SQLITE_LIMIT_EXPR_DEPTH, 8},
		{SQLITE_LIMIT_COMPOUND_SELECT, 2},
		{SQLITE_LIMIT_VDBE_OP, 500},
		{SQLITE_LIMIT_FUNCTION_ARG, 2},
		{SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
		{SQLITE_LIMIT_VARIABLE_NUMBER, 0},
		{SQLITE_LIMIT_WORKER_THREADS, 0},
		{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1},
	};
	static const struct {
		int what, value;
	} settings[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(l->db, limits[i].what, limits[i].most);
	sqlite3_limit(l->db, SQLITE_LIMIT_LENGTH, size < OUTPUT_MAX ? (int)size : OUTPUT_MAX);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		sqlite3_db_config(l->db, settings[i].what, settings[i].value, NULL);
	sqlite3_exec(l->db, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
	sqlite3_set_authorizer(l->db, authorize, NULL);
	l->steps = 1000000 + (uint64_t)size * STEPS_A_BYTE;
	sqlite3_progress_handler(l->db, STEPS_AT_ONCE, progress, l);
}

/* Are two columns the same text, or both none? */
static bool same_text(sqlite3_stmt *a, sqlite3_stmt *b, int i)
{
	const char *x = (const char *)sqlite3_column_text(a, i), *y = (const char *)sqlite3_column_text(b, i);

	return sqlite3_column_type(a, i) == sqlite3_column_type(b, i) &&
	       sqlite3_column_bytes(a, i) == sqlite3_column_bytes(b, i) && (!x || !y ? x == y : !strcmp(x, y));
}

/* Has the file the tables and views that we write, to the letter, and nothing else? */
static bool check_schema(struct loading *l)
{
	static const char sql[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid";
	sqlite3 *ours = NULL;
	sqlite3_stmt *a = NULL, *b = NULL;
	int is = SQLITE_ERROR, should = SQLITE_ERROR;
	bool same = true;

	if (sqlite3_open_v2(":memory:", &ours, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) != SQLITE_OK ||
	    !trace_schema(ours) || sqlite3_prepare_v2(ours, sql, -1, &a, NULL) != SQLITE_OK) {
		error_set(l->why, "%s", sqlite3_errmsg(ours));
		sqlite3_close(ours);
		return false;
	}
	if (sqlite3_prepare_v2(l->db, sql, -1, &b, NULL) == SQLITE_OK) {
		do {
			should = sqlite3_step(a);
			is = sqlite3_step(b);
			for (int i = 0; same && is == SQLITE_ROW && is == should && i < 4; i++)
				same = same_text(a, b, i);
		} while (same && is == SQLITE_ROW && is == should);
	}
	if (same)
		same = is == SQLITE_DONE && should == SQLITE_DONE;
	if (is != SQLITE_ROW && is != SQLITE_DONE)
		same = broken(l, is);
	else if (!same && should == SQLITE_ROW)
		error_set(l->why, "it has other tables than a trace (%s)", sqlite3_column_text(a, 1));
	else if (!same)
		error_set(l->why, "it has more tables than a trace");
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	sqlite3_close(ours);
	return same;
}

static bool load(struct loading *l, uint8_t *data, size_t size)
{
	l->left = size;
	if (!check_header(data, size, l->why) || !check_schema_size(data, size, l->why))
		return false;
	if (sqlite3_open_v2(":memory:", &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) != SQLITE_OK ||
	    sqlite3_deserialize(l->db, "main", data, (sqlite3_int64)size, (sqlite3_int64)size,
	                        SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
		return error_set(l->why, "%s", sqlite3_errmsg(l->db));
	restrict_database(l, size);
	return check_schema(l) && load_tables(l);
}

struct timeline *trace_load(const char *path, const struct limits *limits, char error[ERROR_MAX])
{
	struct loading l = {.config.limits = limits_filled(limits)};
	struct timeline *t = NULL;
	size_t size;
	uint8_t *data = read_file(path, (size_t)l.config.limits.trace << 20, &size, error);
	bool ok;

	if (!data)
		return NULL;
	ok = load(&l, data, size);
	sqlite3_close(l.db);
	free(data);
	if (ok) {
		l.config.program = l.program;
		l.config.system = l.system;
		t = timeline_load(&l.config, &l.made, l.why);
	}
	recording_free(&l.made);
	l.config.program = l.config.system = NULL;
	run_config_free(&l.config);
	if (!t)
		error_set(error, "%s: cannot be read: %.160s", path, l.why);
	return t;
}
