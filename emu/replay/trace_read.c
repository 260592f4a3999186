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
#include "replay/trace.h"
#include "replay/trace_file.h"
#include "replay/trace_rows.h"

enum {
	STEPS_AT_ONCE = 1000, /* of SQLite's machine between two looks at the budget */
	STEPS_A_BYTE = 8,     /* a row of 10 bytes takes some 20 */
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
	SCHEMA_ROWS = EV_COUNT + 20, /* a view for each kind of event, the tables and their indexes */
};
static const char magic[16] = "SQLite format 3";

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

char *trace_name(const char *name, const char **branch)
{
	const char *colon = strrchr(name, ':');
	struct stat st;

	*branch = "";
	if (!colon || !stat(name, &st))
		return alloc_string(name);
	*branch = colon + 1;
	return alloc_format("%.*s", (int)(colon - name), name);
}

/* Does the file begin like a trace? */
static bool begins(const char *path)
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

bool trace_is(const char *name)
{
	const char *branch;
	char *path = trace_name(name, &branch);
	bool is = begins(path);

	free(path);
	return is;
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
	sqlite3_limit(l->db, SQLITE_LIMIT_LENGTH, size < TRACE_OUTPUT_MAX ? (int)size : TRACE_OUTPUT_MAX);
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
		same = trace_rows_broken(l, is);
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
	size_t behind;
	bool ok;

	size = trace_file_settle(data, size, &behind);
	l->left = size;
	if (!check_header(data, size, l->why) || !check_schema_size(data, size, l->why))
		return false;
	if (sqlite3_open_v2(":memory:", &l->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, NULL) != SQLITE_OK ||
	    sqlite3_deserialize(l->db, "main", data, (sqlite3_int64)size, (sqlite3_int64)size,
	                        SQLITE_DESERIALIZE_READONLY) != SQLITE_OK)
		return error_set(l->why, "%s", sqlite3_errmsg(l->db));
	restrict_database(l, size);
	ok = check_schema(l) && trace_rows_load(l);
	if (ok && behind && l->contents.runs[l->contents.nruns - 1].complete)
		ok = error_set(l->why, "it is damaged: there is something behind its end");
	return ok;
}

/* Contents --------------------------------------------------------------------------------------- */

bool trace_contents_read(const char *name, const struct limits *limits, struct trace_contents *c, long *run,
                         char error[ERROR_MAX])
{
	struct loading l = {.contents.config.limits = limits_filled(limits)};
	const char *branch;
	char *path = trace_name(name, &branch), why[ERROR_MAX];
	size_t size;
	uint8_t *data = read_file(path, (size_t)l.contents.config.limits.trace << 20, &size, error);
	bool ok = data != NULL;

	if (data && !load(&l, data, size))
		ok = error_set(error, "%s: cannot be read: %.160s", path, l.why);
	sqlite3_close(l.db);
	free(data);
	trace_rows_release(&l);
	*c = l.contents;
	*run = 0;
	if (ok && *branch) {
		*run = trace_contents_find(c, branch, why);
		ok = *run >= 0 || error_set(error, "%s: %s", path, why);
	}
	if (!ok)
		trace_contents_free(c);
	free(path);
	return ok;
}
