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

enum { CHUNK = 1 << 18, HEAD = 4096 };

struct strace_source {
	int fd;
	struct strace_files *files; /* or NULL */
	char *buffer;
	size_t given;            /* the line that was given out last */
	size_t start, end, room; /* what is there and was not given out */
	bool ended, passing;     /* nothing more comes; the rest of a line that was too long is passed over */
	uint64_t done, all;
	int problem; /* errno */
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

/* Is " = " and the number there? A quick look before the line is taken apart. */
static bool may_make(const char *at, const char *end, const char *digits, size_t n)
{
	const char *found = at;

	while ((found = memmem(found, (size_t)(end - found), digits, n)) != NULL) {
		if (found + n == end || found[n] < '0' || found[n] > '9')
			return true;
		found += n;
	}
	return false;
}

bool strace_source_maker(struct strace_source *s, uint32_t pid, struct strace_line *line)
{
	char digits[16];
	size_t at = 0, n = 0; /* at: behind start */

	if (s->files)
		return false;
	for (uint32_t rest = pid; rest; rest /= 10)
		n++;
	memcpy(digits, "= ", 2);
	for (size_t i = n; i > 0; i--, pid /= 10)
		digits[1 + i] = (char)('0' + pid % 10);
	n += 2;
	while (at < STRACE_AHEAD_MAX) {
		const char *begin = s->buffer + s->start + at;
		const char *newline = memchr(begin, '\n', s->end - s->start - at);
		const char *end = newline ? newline : s->buffer + s->end;
		uint32_t made;

		if (!newline && s->end - s->start < STRACE_AHEAD_MAX && fill(s))
			continue;
		if (may_make(begin, end, digits, n)) {
			strace_line_read(begin, (size_t)(end - begin), line);
			if (strace_makes(line, &made) && made == (uint32_t)strtoul(digits + 2, NULL, 10))
				return true;
		}
		if (!newline)
			return false;
		at = (size_t)(newline - s->buffer) + 1 - s->start;
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
	free(s->buffer);
	free(s);
}
