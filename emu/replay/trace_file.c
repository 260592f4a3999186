/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A database that grows in steps, in one file: see trace_file.h. SQLite reaches it through a "VFS" of ours
 * (https://www.sqlite.org/vfs.html), which keeps what is written in memory until a step. */
#include "replay/trace_file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "base/be.h"
#include "base/replace.h"
#include "replay/trace_private.h"

/* The page that completes a step: magic, pages of the database, copies, sum. */
static const char step_magic[16] = "vforkscope step";
enum { STEP_PAGES = 16, STEP_COPIES = 20, STEP_SUM = 24, SUM = 8, NUMBER = 4 };

/* SQLite's header, in page 1: change counter, and the counter's value that the version is good for. */
enum { AT_PAGES = 28, AT_CHANGES = 24, AT_VALID_FOR = 92 };

struct trace_file {
	sqlite3_vfs vfs;
	char name[32]; /* of the vfs */
	sqlite3 *db;
	struct replace *replace;
	char *path;
	int fd;
	uint8_t **pages; /* by number, from 0: written since the last step, or NULL */
	size_t room;
	size_t count; /* pages of the database, with these */
	size_t there; /* pages in the file */
	bool begun, broken;
};

/* What SQLite has in its hands. */
struct handle {
	sqlite3_file base;
	struct trace_file *file;
};

/* For SQLite --------------------------------------------------------------------------------- */

static struct trace_file *file_of(sqlite3_file *handle)
{
	return ((struct handle *)handle)->file;
}

static int vfs_close(sqlite3_file *handle)
{
	(void)handle;
	return SQLITE_OK;
}

static int vfs_read(sqlite3_file *handle, void *to, int size, sqlite3_int64 at)
{
	const struct trace_file *f = file_of(handle);
	size_t page = (size_t)at / TRACE_PAGE, from = (size_t)at % TRACE_PAGE;
	ssize_t n = 0;

	if (page < f->count && from + (size_t)size <= TRACE_PAGE) {
		if (f->pages[page]) {
			memcpy(to, f->pages[page] + from, (size_t)size);
			return SQLITE_OK;
		}
		n = pread(f->fd, to, (size_t)size, at);
	}
	if (n == size)
		return SQLITE_OK;
	memset((uint8_t *)to + (n > 0 ? n : 0), 0, (size_t)(size - (n > 0 ? n : 0)));
	return n < 0 ? SQLITE_IOERR_READ : SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *handle, const void *from, int size, sqlite3_int64 at)
{
	struct trace_file *f = file_of(handle);
	size_t page = (size_t)at / TRACE_PAGE;

	if (size != TRACE_PAGE || at % TRACE_PAGE)
		return SQLITE_IOERR_WRITE;
	while (page >= f->room) {
		size_t before = f->room;

		f->pages = alloc_room(f->pages, f->room, &f->room, sizeof *f->pages);
		memset(f->pages + before, 0, (f->room - before) * sizeof *f->pages);
	}
	if (!f->pages[page])
		f->pages[page] = alloc_new(1, TRACE_PAGE);
	memcpy(f->pages[page], from, TRACE_PAGE);
	if (page >= f->count)
		f->count = page + 1;
	return SQLITE_OK;
}

static int vfs_truncate(sqlite3_file *handle, sqlite3_int64 size)
{
	(void)handle, (void)size;
	return SQLITE_OK; /* it only grows: nothing is deleted but what is written again */
}

static int vfs_sync(sqlite3_file *handle, int flags)
{
	(void)handle, (void)flags;
	return SQLITE_OK;
}

static int vfs_size(sqlite3_file *handle, sqlite3_int64 *size)
{
	*size = (sqlite3_int64)file_of(handle)->count * TRACE_PAGE;
	return SQLITE_OK;
}

static int vfs_lock(sqlite3_file *handle, int lock)
{
	(void)handle, (void)lock;
	return SQLITE_OK;
}

static int vfs_reserved(sqlite3_file *handle, int *result)
{
	(void)handle;
	*result = 0;
	return SQLITE_OK;
}

static int vfs_control(sqlite3_file *handle, int what, void *arg)
{
	(void)handle, (void)what, (void)arg;
	return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *handle)
{
	(void)handle;
	return 512;
}

static int vfs_traits(sqlite3_file *handle)
{
	(void)handle;
	return 0;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags, int *out)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1,
		.xClose = vfs_close,
		.xRead = vfs_read,
		.xWrite = vfs_write,
		.xTruncate = vfs_truncate,
		.xSync = vfs_sync,
		.xFileSize = vfs_size,
		.xLock = vfs_lock,
		.xUnlock = vfs_lock,
		.xCheckReservedLock = vfs_reserved,
		.xFileControl = vfs_control,
		.xSectorSize = vfs_sector,
		.xDeviceCharacteristics = vfs_traits,
	};

	(void)name;
	handle->pMethods = NULL;
	if (!(flags & SQLITE_OPEN_MAIN_DB)) /* there is no other file */
		return SQLITE_CANTOPEN;
	*(struct handle *)handle = (struct handle){{&methods}, vfs->pAppData};
	if (out)
		*out = flags;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs, (void)name, (void)sync;
	return SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
	(void)vfs, (void)name, (void)flags;
	*result = 0;
	return SQLITE_OK;
}

static int vfs_path(sqlite3_vfs *vfs, const char *name, int size, char *path)
{
	(void)vfs;
	snprintf(path, (size_t)size, "%s", name);
	return SQLITE_OK;
}

/* Steps --------------------------------------------------------------------------------------- */

/* Writes all of it; a file that is as large as this process may make one is an error, and no signal. */
static bool write_at(const struct trace_file *f, const uint8_t *data, size_t size, size_t page)
{
	struct sigaction before;
	size_t done = 0;
	ssize_t n = 0;

	sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, &before);
	while (done < size && (n = pwrite(f->fd, data + done, size - done, (off_t)(page * TRACE_PAGE + done))) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	sigaction(SIGXFSZ, &before, NULL);
	if (done < size && !n)
		errno = ENOSPC;
	return done == size;
}

static bool cut_off(const struct trace_file *f, size_t pages)
{
	return !ftruncate(f->fd, (off_t)(pages * TRACE_PAGE));
}

/* Writes the pages from one number to another that have been written since the last step, many at once. */
static bool write_pages(const struct trace_file *f, size_t from, size_t to)
{
	enum { AT_ONCE = 64 };
	uint8_t many[AT_ONCE * TRACE_PAGE];

	while (from < to) {
		size_t n = 0;

		for (; n < AT_ONCE && from + n < to && f->pages[from + n]; n++)
			memcpy(many + n * TRACE_PAGE, f->pages[from + n], TRACE_PAGE);
		if (n && !write_at(f, many, n * TRACE_PAGE, from))
			return false;
		from += n ? n : 1;
	}
	return true;
}

static size_t pages_for(size_t bytes)
{
	return (bytes + TRACE_PAGE - 1) / TRACE_PAGE;
}

static void put_sum(uint8_t *to, const uint8_t *data, size_t size, size_t count)
{
	be64_put(to, XXH3_64bits_withSeed(data, size, count));
}

/* Copies of the old pages that change, their numbers, and the page that completes the step, behind the database. */
static bool write_copies(const struct trace_file *f)
{
	size_t copies = 0, size, at = 0;
	uint8_t *tail, last[TRACE_PAGE] = {0};
	bool ok;

	for (size_t i = 0; i < f->there; i++)
		copies += f->pages[i] != NULL;
	size = (copies + pages_for(copies * NUMBER)) * TRACE_PAGE;
	tail = alloc_new(size + 1, 1);
	for (size_t i = 0; i < f->there; i++) {
		if (!f->pages[i])
			continue;
		memcpy(tail + at * TRACE_PAGE, f->pages[i], TRACE_PAGE);
		be32_put(tail + copies * TRACE_PAGE + at * NUMBER, (uint32_t)i);
		at++;
	}
	memcpy(last, step_magic, sizeof step_magic);
	be32_put(last + STEP_PAGES, (uint32_t)f->count);
	be32_put(last + STEP_COPIES, (uint32_t)copies);
	put_sum(last + STEP_SUM, tail, size, f->count);
	ok = write_at(f, tail, size, f->count) && write_at(f, last, sizeof last, f->count + size / TRACE_PAGE);
	free(tail);
	return ok;
}

/* Is the file still somewhere? */
static bool has_a_name(const struct trace_file *f)
{
	struct stat st;

	if (!fstat(f->fd, &st) && st.st_nlink > 0)
		return true;
	errno = ENOENT;
	return false;
}

static void forget_pages(struct trace_file *f)
{
	for (size_t i = 0; i < f->room; i++) {
		free(f->pages[i]);
		f->pages[i] = NULL;
	}
}

static bool write_step(struct trace_file *f)
{
	bool ok;

	if (!f->begun)
		return write_pages(f, 0, f->count);
	if (!has_a_name(f))
		return false;
	ok = write_pages(f, f->there, f->count) && write_copies(f);
	if (!ok) {
		int problem = errno;

		(void)!cut_off(f, f->there); /* if that fails, too, there is no last page, and nobody looks behind */
		errno = problem;
		return false;
	}
	return write_pages(f, 0, f->there) && cut_off(f, f->count);
}

bool trace_file_step(struct trace_file *f, char error[ERROR_MAX])
{
	if (f->broken)
		return error_set(error, "%s: cannot be written", f->path);
	f->broken = !write_step(f);
	if (f->broken)
		return error_set(error, "%.150s: cannot be written: %s", f->path, strerror(errno));
	forget_pages(f);
	f->there = f->count;
	if (!f->begun) {
		f->begun = replace_begin(f->replace, error);
		f->broken = !f->begun;
	}
	return f->begun;
}

bool trace_file_finish(struct trace_file *f, char error[ERROR_MAX])
{
	uint8_t first[TRACE_PAGE];
	struct handle handle = {.file = f};
	bool ok = vfs_read(&handle.base, first, TRACE_PAGE, 0) == SQLITE_OK;

	/* how often it was changed is nobody's business */
	be32_put(first + AT_CHANGES, 1);
	be32_put(first + AT_VALID_FOR, 1);
	ok = ok && vfs_write(&handle.base, first, TRACE_PAGE, 0) == SQLITE_OK;
	if (!ok)
		error_set(error, "%s: cannot be written", f->path);
	ok = ok && trace_file_step(f, error);
	if (ok) {
		ok = replace_commit(f->replace, error);
		f->replace = NULL;
	}
	trace_file_abandon(f);
	return ok;
}

/* Opening and closing ------------------------------------------------------------------------- */

struct trace_file *trace_file_open(const char *path, char error[ERROR_MAX])
{
	struct replace *replace = replace_open(path, REPLACE_FILE, error);
	const sqlite3_vfs *system = sqlite3_vfs_find(NULL);
	struct trace_file *f;

	if (!replace)
		return NULL;
	f = alloc_new(1, sizeof *f);
	f->replace = replace;
	f->fd = replace_descriptor(replace);
	f->path = alloc_string(path);
	snprintf(f->name, sizeof f->name, "trace-%p", (void *)f);
	f->vfs = (sqlite3_vfs){
		.iVersion = 1,
		.szOsFile = sizeof(struct handle),
		.mxPathname = 64,
		.zName = f->name,
		.pAppData = f,
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_path,
		.xRandomness = system->xRandomness,
		.xSleep = system->xSleep,
		.xCurrentTime = system->xCurrentTime,
		.xGetLastError = system->xGetLastError,
	};
	sqlite3_vfs_register(&f->vfs, 0);
	if (sqlite3_open_v2("trace", &f->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	                    f->name) == SQLITE_OK)
		return f;
	error_set(error, "%s: cannot be written: %s", path, sqlite3_errmsg(f->db));
	trace_file_abandon(f);
	return NULL;
}

sqlite3 *trace_file_database(struct trace_file *f)
{
	return f->db;
}

uint64_t trace_file_size(const struct trace_file *f)
{
	return (uint64_t)f->count * TRACE_PAGE;
}

void trace_file_abandon(struct trace_file *f)
{
	if (!f)
		return;
	sqlite3_close(f->db);
	sqlite3_vfs_unregister(&f->vfs);
	replace_abort(f->replace);
	forget_pages(f);
	free(f->pages);
	free(f->path);
	free(f);
}

/* Reading ------------------------------------------------------------------------------------- */

/* Is there a complete step whose copies are behind the database? */
static bool find_step(const uint8_t *data, size_t size, size_t *count, size_t *copies)
{
	size_t pages = size / TRACE_PAGE, tail;
	const uint8_t *last = data + (pages ? pages - 1 : 0) * TRACE_PAGE;
	uint8_t sum[SUM];

	if (pages < 2 || size % TRACE_PAGE || memcmp(last, step_magic, sizeof step_magic) != 0)
		return false;
	*count = be32_get(last + STEP_PAGES);
	*copies = be32_get(last + STEP_COPIES);
	tail = *copies + pages_for(*copies * NUMBER);
	if (!*count || *copies > *count || *count + tail + 1 != pages)
		return false;
	put_sum(sum, data + *count * TRACE_PAGE, tail * TRACE_PAGE, *count);
	return !memcmp(sum, last + STEP_SUM, SUM);
}

size_t trace_file_settle(uint8_t *data, size_t size, size_t *behind)
{
	size_t count, copies;

	*behind = 0;
	if (!find_step(data, size, &count, &copies)) {
		count = size >= TRACE_PAGE ? be32_get(data + AT_PAGES) : 0;
		if (!count || count > size / TRACE_PAGE)
			return size;
		*behind = size - count * TRACE_PAGE;
		return count * TRACE_PAGE;
	}
	for (size_t i = 0; i < copies; i++) {
		uint32_t page = be32_get(data + (count + copies) * TRACE_PAGE + i * NUMBER);

		if (page < count)
			memcpy(data + page * TRACE_PAGE, data + (count + i) * TRACE_PAGE, TRACE_PAGE);
	}
	return count * TRACE_PAGE;
}
