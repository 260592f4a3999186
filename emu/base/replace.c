/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that are written whole or not at all: see replace.h. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/alloc.h"
#include "base/undo.h"

enum { BUFFER = 1 << 16, LINKS_MAX = 40 /* as in the kernel */, BASE_MAX = 200, TRIES = 100 };

struct replace {
	struct undo undo; /* first: is what the signal handler gets */
	char *path;       /* as the user calls it */
	char *target;     /* what is replaced: path with its links followed */
	char *directory;  /* that the target is in */
	char *temporary;  /* NULL while it has no name */
	struct stat old;  /* of the target, if it is there */
	bool exists;
	bool direct; /* no file: written at once */
	bool begun;  /* it has the target's name already */
	int fd;
	int problem; /* errno of the first error in writing */
	size_t used;
	unsigned char buffer[BUFFER];
};

static bool cannot(char *error, const char *path, const char *why)
{
	return error_set(error, "%.150s: cannot be written: %s", path, why);
}

/* Names --------------------------------------------------------------------------------------- */

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return alloc_string(".");
	return alloc_format("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

/* The number of the descriptor of ours that a path names; -1 if it names none. Opening it anew would forget its offset
 * and whether it appends. */
static int descriptor_of(const char *path)
{
	static const char *const places[] = {"/dev/fd/", "/proc/self/fd/"};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		size_t n = strlen(places[i]);
		char *end;
		long fd;

		if (strncmp(path, places[i], n) != 0 || path[n] < '0' || path[n] > '9')
			continue;
		fd = strtol(path + n, &end, 10);
		if (!*end && fd <= INT_MAX)
			return (int)fd;
	}
	return -1;
}

/* What a path stands for when links are followed, the last of which may lead to a file that is not there yet, or to one
 * of our descriptors. NULL and errno if that cannot be told. */
static char *follow(const char *path)
{
	char *name = alloc_string(path);
	struct stat st;

	for (int i = 0; descriptor_of(name) < 0 && !lstat(name, &st) && S_ISLNK(st.st_mode); i++) {
		char to[PATH_MAX], *directory, *next;
		ssize_t n = readlink(name, to, sizeof to - 1);

		if (n < 0 || i == LINKS_MAX) {
			errno = n < 0 ? errno : ELOOP;
			free(name);
			return NULL;
		}
		to[n] = '\0';
		directory = directory_of(name);
		next = *to == '/' ? alloc_string(to) : alloc_format("%s/%s", directory, to);
		free(directory);
		free(name);
		name = next;
	}
	return name;
}

/* A new name beside the target, in the same directory, so that it can be renamed. */
static char *name_beside(const char *target)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567"; /* 32 */
	const char *slash = strrchr(target, '/'), *base = slash ? slash + 1 : target;
	unsigned char random[6];
	char ending[sizeof random + 1] = "";

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return NULL;
	for (size_t i = 0; i < sizeof random; i++)
		ending[i] = letters[random[i] % 32];
	return alloc_format("%.*s%.*s.%s", (int)(base - target), target, BASE_MAX, base, ending);
}

/* The temporary file -------------------------------------------------------------------------- */

static void remove_temporary(struct undo *u)
{
	unlink(((struct replace *)u)->temporary);
}

/* Gives a temporary file a name: makes the file, or links the one that has none. False and errno. */
static bool put_name(struct replace *r, mode_t mode)
{
	char open_file[32];

	snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", r->fd);
	for (int i = 0; i < TRIES; i++) {
		int fd = r->fd;
		bool made;

		r->temporary = name_beside(r->target);
		if (!r->temporary)
			return false;
		undo_add(&r->undo); /* before the name is there; nobody else has it */
		if (fd >= 0)
			made = !linkat(AT_FDCWD, open_file, AT_FDCWD, r->temporary, AT_SYMLINK_FOLLOW);
		else
			made = (r->fd = open(r->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)) >= 0;
		if (made)
			return true;
		undo_forget(&r->undo);
		free(r->temporary);
		r->temporary = NULL;
		if (errno != EEXIST)
			return false;
	}
	return false;
}

/* Opens a temporary file, if possible one without a name, which needs /proc to get one later. */
static bool open_temporary(struct replace *r)
{
	mode_t mode = r->exists ? 0600 : 0666; /* nobody else looks into what will be private */
	char open_file[32];

	r->fd = open(r->directory, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
	if (r->fd >= 0) {
		snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", r->fd);
		if (!access(open_file, F_OK))
			return true;
		close(r->fd);
		r->fd = -1;
	}
	return put_name(r, mode);
}

/* Opening ------------------------------------------------------------------------------------- */

/* What is no regular file is written as it is. */
static bool open_direct(struct replace *r, enum replace_kind kind, char *error)
{
	int fd = descriptor_of(r->target);

	if (r->exists && S_ISDIR(r->old.st_mode))
		return cannot(error, r->path, "is a directory");
	if (kind == REPLACE_FILE || (fd < 0 && !S_ISFIFO(r->old.st_mode) && !S_ISCHR(r->old.st_mode)))
		return cannot(error, r->path, "not a regular file");
	r->direct = true;
	r->fd = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 3) : open(r->target, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	return r->fd >= 0 ? true : cannot(error, r->path, strerror(errno));
}

static bool begin(struct replace *r, enum replace_kind kind, char *error)
{
	r->target = follow(r->path);
	r->exists = r->target && !stat(r->path, &r->old);
	if (!r->target || (!r->exists && errno != ENOENT))
		return cannot(error, r->path, strerror(errno));
	if (descriptor_of(r->target) >= 0 || (r->exists && !S_ISREG(r->old.st_mode)))
		return open_direct(r, kind, error);
	if (!*r->path || r->target[strlen(r->target) - 1] == '/')
		return cannot(error, r->path, "is no name of a file");
	if (r->exists && access(r->path, W_OK) < 0)
		return cannot(error, r->path, strerror(errno));
	r->directory = directory_of(r->target);
	if (!open_temporary(r))
		return error_set(error, "%.100s: cannot be written: %.100s: %s", r->path, r->directory,
		                 strerror(errno));
	return true;
}

struct replace *replace_open(const char *path, enum replace_kind kind, char *error)
{
	struct replace *r = alloc_new(1, sizeof *r);

	r->fd = -1;
	r->undo.act = remove_temporary;
	r->path = alloc_string(path);
	if (begin(r, kind, error))
		return r;
	replace_abort(r);
	return NULL;
}

char *replace_place(const char *path)
{
	char *target = follow(path), *place = NULL;
	struct stat st;

	if (target && descriptor_of(target) < 0) {
		bool other = !stat(target, &st) && !S_ISREG(st.st_mode);

		place = other ? alloc_string(target) : directory_of(target);
	}
	free(target);
	return place;
}

/* Writing ------------------------------------------------------------------------------------- */

static void flush(struct replace *r)
{
	for (size_t done = 0; done < r->used && !r->problem;) {
		ssize_t n = write(r->fd, r->buffer + done, r->used - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			r->problem = errno;
	}
	r->used = 0;
}

bool replace_write(struct replace *r, const void *data, size_t size)
{
	for (const unsigned char *from = data; size && !r->problem;) {
		size_t n = size < BUFFER - r->used ? size : BUFFER - r->used;

		memcpy(r->buffer + r->used, from, n);
		r->used += n;
		from += n;
		size -= n;
		if (r->used == BUFFER)
			flush(r);
	}
	return !r->problem;
}

const char *replace_name(struct replace *r, char *error)
{
	if (!r->temporary && !put_name(r, 0))
		error_set(error, "%.100s: cannot be written: %.100s: %s", r->path, r->directory, strerror(errno));
	return r->temporary;
}

/* The end ------------------------------------------------------------------------------------- */

/* The old file's owner and permissions. Whom we cannot make its group gets what everybody has. A set-user-ID bit was
 * not meant for the new contents. */
static void keep_mode(struct replace *r)
{
	mode_t mode = r->old.st_mode & 0777;

	if (!r->exists)
		return;
	if (fchown(r->fd, r->old.st_uid, r->old.st_gid) < 0 && fchown(r->fd, (uid_t)-1, r->old.st_gid) < 0)
		mode &= 0707 | (mode & 07) << 3;
	if (fchmod(r->fd, mode) < 0)
		r->problem = errno;
}

/* On the disk; a file system that cannot promise it has nothing to say. */
static bool synchronize(int fd)
{
	return !fsync(fd) || errno == EINVAL || errno == ENOSYS || errno == EROFS;
}

/* The name of the directory's is on the disk. One that we may not read cannot be asked. */
static bool synchronize_directory(const char *directory)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd < 0 || synchronize(fd);
	int problem = errno;

	if (fd >= 0)
		close(fd);
	errno = problem;
	return ok;
}

/* Gives the complete file its name. A file without any can take one that is free at once. */
static bool put_in_place(struct replace *r)
{
	char open_file[32];

	keep_mode(r);
	if (r->problem || !synchronize(r->fd))
		return false;
	if (!r->temporary && !r->exists) {
		snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", r->fd);
		if (!linkat(AT_FDCWD, open_file, AT_FDCWD, r->target, AT_SYMLINK_FOLLOW))
			return synchronize_directory(r->directory);
		if (errno != EEXIST)
			return false;
	}
	if (!r->temporary && !put_name(r, 0))
		return false;
	if (rename(r->temporary, r->target) < 0)
		return false;
	undo_forget(&r->undo);
	free(r->temporary);
	r->temporary = NULL;
	return synchronize_directory(r->directory);
}

int replace_descriptor(const struct replace *r)
{
	return r->fd;
}

bool replace_begin(struct replace *r, char *error)
{
	flush(r);
	r->begun = !r->problem && put_in_place(r);
	return r->begun || cannot(error, r->path, strerror(r->problem ? r->problem : errno));
}

bool replace_commit(struct replace *r, char *error)
{
	bool ok;

	flush(r);
	ok = !r->problem && (r->direct || (r->begun ? synchronize(r->fd) : put_in_place(r)));
	if (!ok) {
		cannot(error, r->path, strerror(r->problem ? r->problem : errno));
	} else if (r->direct) {
		ok = !close(r->fd) || cannot(error, r->path, strerror(errno));
		r->fd = -1;
	}
	replace_abort(r);
	return ok;
}

void replace_abort(struct replace *r)
{
	if (!r)
		return;
	if (r->temporary) {
		unlink(r->temporary);
		undo_forget(&r->undo);
	}
	if (r->fd >= 0)
		close(r->fd);
	free(r->temporary);
	free(r->directory);
	free(r->target);
	free(r->path);
	free(r);
}

bool replace_possible(const char *path, enum replace_kind kind, char *error)
{
	struct replace *r = replace_open(path, kind, error);

	replace_abort(r);
	return r != NULL;
}
