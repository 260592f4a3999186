/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where lines of strace's output come from: see strace_source.h. Files of -ff: strace_files.c. */
#include "script/strace_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "script/strace_files.h"

enum { CHUNK = 1 << 18, HEAD = 4096, SLOTS = 1 << 12, SOON = 1 << 16 };

#define NOBODY UINT32_MAX

/* A call that comes later and makes a process, or seems to. */
struct maker {
	uint64_t at; /* where its line begins in the whole log */
	uint32_t pid;
	uint32_t next; /* of the same slot, which comes later */
};

/* What was looked at ahead of the line that was given out, once for all who ask: the log up to a place, and the calls
 * up to there that make somebody, those passed by not among them. */
struct ahead {
	uint64_t end;
	struct maker *list;
	size_t count, room, gone;           /* the first `gone` were passed by */
	uint32_t first[SLOTS], last[SLOTS]; /* by pid; NOBODY: none */
};

struct strace_source {
	int fd;
	struct strace_files *files; /* or NULL */
	char *buffer;
	size_t given;            /* the line that was given out last */
	size_t start, end, room; /* what is there and was not given out */
	bool ended, passing;     /* nothing more comes; the rest of a line that was too long is passed over */
	uint64_t done, all;
	int problem;         /* errno */
	struct ahead *ahead; /* NULL until somebody asks */
};

/* Brings more into the buffer; what is there may move. False at the end. */
static bool fill(struct strace_source *s)
{
	ssize_t n;

	if (s->ended)
		return false;
	if (s->given && s->room - s->end < CHUNK) {
		memmove(s->buffer, s->buffer + s->given, s->end - s->given);
		s->end -= s->given;
		s->start -= s->given;
		s->given = 0;
	}
	if (s->room - s->end < CHUNK) {
		char *larger = alloc_new(1, 2 * s->room + CHUNK);

		memcpy(larger, s->buffer, s->end);
		free(s->buffer);
		s->buffer = larger;
		s->room = 2 * s->room + CHUNK;
	}
	do
		n = read(s->fd, s->buffer + s->end, CHUNK);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		s->problem = n < 0 ? errno : 0;
		s->ended = true;
		return false;
	}
	s->end += (size_t)n;
	s->done += (uint64_t)n;
	return true;
}

static bool next_line(struct strace_source *s, const char **text, size_t *length, bool *whole)
{
	size_t seen = 0;

	for (;;) {
		char *begin = s->buffer + s->start;
		char *newline = memchr(begin + seen, '\n', s->end - s->start - seen);

		if (newline) {
			s->start += (size_t)(newline - begin) + 1;
			if (s->passing) {
				s->passing = false;
				seen = 0;
				continue;
			}
			*text = begin;
			*length = (size_t)(newline - begin); /* what was read at once may have more */
			if (*length > STRACE_LINE_MAX)
				*length = STRACE_LINE_MAX;
			*whole = true;
			return true;
		}
		seen = s->end - s->start;
		if (seen >= STRACE_LINE_MAX) { /* what there is of it is given out now */
			s->start = s->end;
			if (s->passing) {
				seen = 0;
				continue;
			}
			s->passing = true;
			*text = begin;
			*length = STRACE_LINE_MAX;
			*whole = false;
			return true;
		}
		if (!fill(s))
			break;
	}
	if (s->start == s->end || s->passing)
		return false;
	*text = s->buffer + s->start;
	*length = s->end - s->start;
	*whole = false;
	s->start = s->end;
	return true;
}

bool strace_source_next(struct strace_source *s, const char **text, size_t *length, uint32_t *pid, bool *whole)
{
	*pid = 0;
	if (s->files)
		return strace_files_next(s->files, text, length, pid, whole);
	s->given = s->start;
	if (!next_line(s, text, length, whole))
		return false;
	s->given = (size_t)(*text - s->buffer);
	return true;
}

void strace_source_again(const struct strace_source *s, const char **text)
{
	if (!s->files)
		*text = s->buffer + s->given;
}

bool strace_makes(const struct strace_line *line, uint32_t *pid)
{
	struct part result = line->result;
	uint64_t made;

	if (line->kind != STRACE_CALL && line->kind != STRACE_RESUMED)
		return false;
	if (line->call != CALL_fork && line->call != CALL_vfork && line->call != CALL_clone &&
	    line->call != CALL_clone3)
		return false;
	if (!part_number(&result, &made) || !made || made > INT32_MAX)
		return false;
	*pid = (uint32_t)made;
	return true;
}

/* Ahead ------------------------------------------------------------------------------------------- */

/* Where in the whole log the buffer begins. */
static uint64_t behind(const struct strace_source *s)
{
	return s->done - s->end;
}

/* May a line tell of a call that makes somebody? A quick look before it is taken apart. */
static bool may_make(const char *at, const char *end)
{
	return memmem(at, (size_t)(end - at), "fork", 4) || memmem(at, (size_t)(end - at), "clone", 5);
}

static void note_maker(struct ahead *a, uint64_t at, uint32_t pid)
{
	uint32_t slot = pid % SLOTS, n = (uint32_t)a->count;

	a->list = alloc_room(a->list, a->count, &a->room, sizeof *a->list);
	a->list[a->count++] = (struct maker){at, pid, NOBODY};
	if (a->first[slot] == NOBODY)
		a->first[slot] = n;
	else
		a->list[a->last[slot]].next = n;
	a->last[slot] = n;
}

/* Forgets the calls that were passed by; when they are most of all, the others take their room. */
static void pass_by(struct ahead *a, uint64_t start)
{
	struct maker *list = a->list;
	size_t left;

	for (; a->gone < a->count && list[a->gone].at < start; a->gone++)
		a->first[list[a->gone].pid % SLOTS] = list[a->gone].next;
	left = a->count - a->gone;
	if (a->gone <= left)
		return;
	a->list = NULL;
	a->count = a->room = 0;
	memset(a->first, 0xff, sizeof a->first);
	for (size_t i = a->gone; i < a->gone + left; i++)
		note_maker(a, list[i].at, list[i].pid);
	a->gone = 0;
	free(list);
}

/* Looks at the next line ahead. False: there is none, or it is too far away. */
static bool look_on(struct strace_source *s)
{
	struct ahead *a = s->ahead;
	struct strace_line line;
	const char *begin, *newline, *end;
	uint32_t made;

	if (a->end < behind(s) + s->start)
		a->end = behind(s) + s->start;
	do {
		if (a->end - behind(s) - s->start >= STRACE_AHEAD_MAX)
			return false;
		begin = s->buffer + (a->end - behind(s));
		newline = memchr(begin, '\n', (size_t)(s->buffer + s->end - begin));
	} while (!newline && s->end - s->start < STRACE_AHEAD_MAX && fill(s));
	end = newline ? newline : s->buffer + s->end;
	if (may_make(begin, end)) {
		strace_line_read(begin, (size_t)(end - begin), &line);
		if (strace_makes(&line, &made))
			note_maker(a, a->end, made);
	}
	a->end += (uint64_t)(end - begin) + (newline != NULL);
	return newline != NULL;
}

bool strace_source_maker(struct strace_source *s, uint32_t pid, struct strace_line *line)
{
	struct ahead *a;
	uint32_t found;
	bool more;

	if (s->files)
		return false;
	if (!s->ahead) {
		s->ahead = alloc_new(1, sizeof *s->ahead);
		memset(s->ahead->first, 0xff, sizeof s->ahead->first);
	}
	a = s->ahead;
	pass_by(a, behind(s) + s->start);
	found = a->first[pid % SLOTS];
	for (;;) {
		const char *begin, *newline;

		while (found != NOBODY && a->list[found].pid != pid)
			found = a->list[found].next;
		if (found != NOBODY) {
			begin = s->buffer + (a->list[found].at - behind(s));
			newline = memchr(begin, '\n', (size_t)(s->buffer + s->end - begin));
			strace_line_read(begin, (size_t)((newline ? newline : s->buffer + s->end) - begin), line);
			return true;
		}
		more = look_on(s);
		if (a->count > a->gone && a->list[a->count - 1].pid == pid)
			found = (uint32_t)a->count - 1;
		else if (!more)
			return false;
	}
}

bool strace_source_makes(const struct strace_source *s, bool named, uint32_t pid, uint32_t child)
{
	const char *at = s->buffer + s->start, *newline;
	struct strace_line line;
	uint32_t made;

	while (at < s->buffer + s->end && (size_t)(at - s->buffer) < s->start + SOON) {
		newline = memchr(at, '\n', (size_t)(s->buffer + s->end - at));
		if (!newline)
			return false;
		strace_line_read(at, (size_t)(newline - at), &line);
		if (line.has_pid == named && (!named || line.pid == pid))
			return line.kind == STRACE_CALL && strace_makes(&line, &made) && made == child;
		at = newline + 1;
	}
	return false;
}

/* What is no text, told by its first bytes. */
static bool check_head(const char *path, const char *head, size_t n, char *error)
{
	static const struct {
		const char *magic;
		size_t length;
		const char *name, *unpack;
	} packed[] = {{"\x1f\x8b", 2, "gzip", "gzip -dc"},
	              {"\x28\xb5\x2f\xfd", 4, "zstd", "zstd -dc"},
	              {"\xfd"
	               "7zXZ",
	               5, "xz", "xz -dc"},
	              {"BZh", 3, "bzip2", "bzip2 -dc"},
	              {"PK\x03\x04", 4, "zip", "unzip -p"}};

	for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
		if (n >= packed[i].length && !memcmp(head, packed[i].magic, packed[i].length))
			return error_set(error,
			                 "%.100s: is compressed with %s: %s LOG | vforkscope import strace - -o X.vps",
			                 path, packed[i].name, packed[i].unpack);
	if (n >= 5 && !memcmp(head,
	                      "\x7f"
	                      "ELF",
	                      4))
		return error_set(error, "%.100s: is an ELF program, no log of strace", path);
	if (memchr(head, '\0', n))
		return error_set(error, "%.100s: is binary (a NUL byte at %zu), no log of strace%s", path,
		                 (size_t)((const char *)memchr(head, '\0', n) - head),
		                 "; ktrace's files are binary: kdump makes text of them, which is not read either");
	return n || error_set(error, "%.100s: is empty", path);
}

struct strace_source *strace_source_open(const char *path, char error[ERROR_MAX])
{
	struct strace_source *s = alloc_new(1, sizeof *s);
	bool standard = !strcmp(path, "-");
	struct stat st;

	s->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0 || fstat(s->fd, &st) < 0) {
		error_set(error, "%.200s: %s", path, strerror(errno));
		strace_source_close(s);
		return NULL;
	}
	if (S_ISDIR(st.st_mode)) {
		s->files = strace_files_open(path, error);
		if (s->files)
			return s;
		strace_source_close(s);
		return NULL;
	}
	s->all = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	s->room = 2 * CHUNK;
	s->buffer = alloc_new(1, s->room);
	while (s->end < HEAD && fill(s))
		continue;
	if (s->problem) {
		error_set(error, "%.200s: %s", path, strerror(s->problem));
	} else if (check_head(standard ? "standard input" : path, s->buffer, s->end < HEAD ? s->end : HEAD, error)) {
		return s;
	}
	strace_source_close(s);
	return NULL;
}

void strace_source_progress(const struct strace_source *s, uint64_t *done, uint64_t *all)
{
	*done = s->done - (s->end - s->start);
	*all = s->all;
	if (s->files)
		strace_files_progress(s->files, done, all);
}

const char *strace_source_problem(const struct strace_source *s)
{
	if (s->files)
		return strace_files_problem(s->files);
	return s->problem ? strerror(s->problem) : NULL;
}

void strace_source_close(struct strace_source *s)
{
	if (!s)
		return;
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	strace_files_close(s->files);
	if (s->ahead)
		free(s->ahead->list);
	free(s->ahead);
	free(s->buffer);
	free(s);
}
