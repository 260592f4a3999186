/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that strace -ff leaves, as one sequence of lines: see strace_files.h. */
#include "script/strace_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/search.h"
#include "script/strace_source.h"

struct file {
	char *path;
	uint32_t pid;
	FILE *stream; /* open only while it is read */
	char *line;   /* the next one, if held */
	size_t room, length;
	bool held, whole, done, claimed, running; /* claimed: another file tells who made it */
	bool until_exec;                          /* it runs until it executes a program or ends: its parent lends */
	uint64_t time;                            /* of the line that is held; of the one before if it has none */
	struct file *waiter;                      /* whose next line is a wait that collects this one */
	bool waits, waited;                       /* its line is held back so; it was, and has been let go */
};

struct strace_files {
	struct file *files;
	size_t count;
	bool timed;
	size_t *order; /* timed: a heap of those that hold a line; else a stack of those that run */
	size_t norder;
	size_t next_root;
	struct file *given; /* whose line is out */
	uint64_t done, all;
	int problem; /* errno of the first file that could not be read */
};

static bool open_file(struct file *f)
{
	if (!f->stream)
		f->stream = fopen(f->path, "re");
	return f->stream != NULL;
}

/* Reads the file's next line with its newline, and keeps what a line may have of it. Returns how long it is, 0 at the
 * file's end. */
static uint64_t read_line(struct file *f)
{
	uint64_t n = 0;
	int c;

	while ((c = getc_unlocked(f->stream)) != EOF) {
		if (n <= STRACE_LINE_MAX) {
			f->line = alloc_room(f->line, (size_t)n, &f->room, 1);
			f->line[n] = (char)c;
		}
		n++;
		if (c == '\n')
			break;
	}
	f->whole = c == '\n';
	return n;
}

/* Holds the file's next line. False at its end. */
static bool hold(struct strace_files *fs, struct file *f)
{
	uint64_t n = 0;

	if (f->held)
		return true;
	errno = 0;
	if (!f->done && open_file(f))
		n = read_line(f);
	if (!f->done && !fs->problem && (!f->stream || ferror(f->stream)))
		fs->problem = errno ? errno : EIO;
	if (n == 0) {
		if (f->stream)
			fclose(f->stream);
		f->stream = NULL;
		free(f->line);
		f->line = NULL;
		f->room = 0;
		f->done = true;
		return false;
	}
	fs->done += n;
	n -= f->whole;
	f->length = n < STRACE_LINE_MAX ? (size_t)n : STRACE_LINE_MAX;
	f->held = true;
	return true;
}

static void parse(const struct file *f, struct strace_line *line)
{
	strace_line_read(f->line, f->length, line);
}

static void give(struct strace_files *fs, struct file *f, const char **text, size_t *length, uint32_t *pid, bool *whole)
{
	f->held = false;
	*text = f->line;
	*length = f->length;
	*pid = f->pid;
	*whole = f->whole;
	fs->given = f;
}

static struct file *by_pid(const struct strace_files *fs, uint32_t pid)
{
	struct search in = search_among(fs->count);

	while (search_goes_on(&in))
		search_tell(&in, fs->files[in.at].pid < pid);
	return in.found < fs->count && fs->files[in.found].pid == pid ? &fs->files[in.found] : NULL;
}

/* By time ------------------------------------------------------------------------------------------ */

static bool before(const struct strace_files *fs, size_t a, size_t b)
{
	const struct file *x = &fs->files[a], *y = &fs->files[b];

	return x->time != y->time ? x->time < y->time : a < b;
}

static void swap(size_t *a, size_t *b)
{
	size_t c = *a;

	*a = *b;
	*b = c;
}

static void heap_push(struct strace_files *fs, size_t file)
{
	size_t at = fs->norder++;

	fs->order[at] = file;
	for (; at && before(fs, fs->order[at], fs->order[(at - 1) / 2]); at = (at - 1) / 2)
		swap(&fs->order[at], &fs->order[(at - 1) / 2]);
}

static size_t heap_pop(struct strace_files *fs)
{
	size_t top = fs->order[0], at = 0;

	fs->order[0] = fs->order[--fs->norder];
	for (;;) {
		size_t least = at;

		for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < fs->norder; child++)
			if (before(fs, fs->order[child], fs->order[least]))
				least = child;
		if (least == at)
			return top;
		swap(&fs->order[at], &fs->order[least]);
		at = least;
	}
}

/* Holds the next line and knows its time. */
static bool hold_timed(struct strace_files *fs, struct file *f)
{
	struct strace_line line;

	if (!hold(fs, f))
		return false;
	parse(f, &line);
	if (line.timed && line.time + 43200000000 < f->time)
		line.time += 86400000000 * ((f->time - line.time + 43200000000) / 86400000000); /* past midnight */
	if (line.timed && line.time > f->time)
		f->time = line.time;
	return true;
}

/* By who needs whom -------------------------------------------------------------------------------- */

static bool is_wait(const struct strace_line *line)
{
	return line->call == CALL_wait4 || line->call == CALL_waitpid || line->call == CALL_waitid;
}

/* Whom a wait has collected, 0 for nobody. */
static uint32_t waited(const struct strace_line *line)
{
	struct part p = line->result;
	const char *found;
	uint64_t pid;

	if (!is_wait(line) || (line->kind != STRACE_CALL && line->kind != STRACE_RESUMED))
		return 0;
	if (line->call == CALL_waitid) {
		found = part_find(line->text, "si_pid=");
		p = (struct part){found ? found + strlen("si_pid=") : p.end, line->text.end};
	}
	return part_number(&p, &pid) && pid <= INT32_MAX ? (uint32_t)pid : 0;
}

/* The file that was given out has another line, or it has ended and somebody has waited for that. */
static void go_on(struct strace_files *fs, struct file *f)
{
	struct file *waiter = f->waiter;

	if (hold_timed(fs, f)) {
		f->waited = false;
		heap_push(fs, (size_t)(f - fs->files));
	} else if (waiter) {
		f->waiter = NULL;
		waiter->waits = false;
		waiter->waited = true;
		waiter->time = waiter->time > f->time ? waiter->time : f->time;
		heap_push(fs, (size_t)(waiter - fs->files));
	}
}

/* Waits that nobody can end: their files go on all the same. */
static void let_go(struct strace_files *fs)
{
	for (size_t i = 0; i < fs->count; i++)
		if (fs->files[i].waits) {
			fs->files[i].waits = false;
			fs->files[i].waited = true;
			heap_push(fs, i);
		}
}

/* A line has the time when its call began; that of a wait comes after all that the child has done. */
static bool next_by_time(struct strace_files *fs, const char **text, size_t *length, uint32_t *pid, bool *whole)
{
	if (fs->given)
		go_on(fs, fs->given);
	fs->given = NULL;
	for (;;) {
		struct strace_line line;
		struct file *f, *child;

		if (!fs->norder)
			let_go(fs);
		if (!fs->norder)
			return false;
		f = &fs->files[heap_pop(fs)];
		if (!f->line) { /* only its time was looked at so far */
			f->held = false;
			if (!hold(fs, f))
				continue;
		}
		parse(f, &line);
		child = !f->waited && waited(&line) ? by_pid(fs, waited(&line)) : NULL;
		if (child && child != f && !child->done && !child->waiter) {
			child->waiter = f;
			f->waits = true;
			continue;
		}
		give(fs, f, text, length, pid, whole);
		return true;
	}
}

static bool lends(const struct strace_line *line)
{
	return line->call == CALL_vfork || part_find(line->text, "CLONE_VFORK") != NULL;
}

static void run(struct strace_files *fs, struct file *f, bool until_exec)
{
	f->running = true;
	f->until_exec = until_exec;
	fs->order[fs->norder++] = (size_t)(f - fs->files);
}

static void stop(struct strace_files *fs)
{
	fs->files[fs->order[--fs->norder]].running = false;
}

static bool next_by_need(struct strace_files *fs, const char **text, size_t *length, uint32_t *pid, bool *whole)
{
	for (;;) {
		struct strace_line line;
		struct file *f, *other;
		uint32_t made;

		while (!fs->norder && fs->next_root < 2 * fs->count) { /* those whom nobody made, then what is left */
			f = &fs->files[fs->next_root % fs->count];
			if (!f->done && (!f->claimed || fs->next_root >= fs->count))
				run(fs, f, false);
			fs->next_root++;
		}
		if (!fs->norder)
			return false;
		f = &fs->files[fs->order[fs->norder - 1]];
		if (!hold(fs, f)) {
			stop(fs);
			continue;
		}
		parse(f, &line);
		other = waited(&line) ? by_pid(fs, waited(&line)) : NULL;
		if (other && !other->running && !other->done) {
			run(fs, other, false);
			continue;
		}
		if (f->until_exec && (line.kind == STRACE_EXITED || line.kind == STRACE_KILLED ||
		                      (line.call == CALL_execve && part_begins(line.result, "0"))))
			stop(fs);
		if (strace_makes(&line, &made) && lends(&line)) {
			other = by_pid(fs, made);
			if (other && !other->running && !other->done)
				run(fs, other, true);
		}
		give(fs, f, text, length, pid, whole);
		return true;
	}
}

/* -------------------------------------------------------------------------------------------------- */

bool strace_files_next(struct strace_files *fs, const char **text, size_t *length, uint32_t *pid, bool *whole)
{
	return fs->timed ? next_by_time(fs, text, length, pid, whole) : next_by_need(fs, text, length, pid, whole);
}

static int ascending(const void *a, const void *b)
{
	const struct file *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

/* NAME.PID? */
static bool has_pid(const char *name, uint32_t *pid)
{
	const char *dot = strrchr(name, '.');
	char *end;
	unsigned long value;

	if (!dot || dot[1] < '1' || dot[1] > '9')
		return false;
	value = strtoul(dot + 1, &end, 10);
	*pid = (uint32_t)value;
	return !*end && value <= INT32_MAX;
}

static bool list(struct strace_files *fs, const char *directory, char *error)
{
	DIR *d = opendir(directory);
	struct dirent *entry;
	size_t room = 0;

	if (!d)
		return error_set(error, "%.200s: %s", directory, strerror(errno));
	while ((entry = readdir(d)) != NULL) {
		struct stat st;
		uint32_t pid;
		char *path;

		if (!has_pid(entry->d_name, &pid))
			continue;
		path = alloc_format("%s/%s", directory, entry->d_name);
		if (stat(path, &st) < 0 || !S_ISREG(st.st_mode)) {
			free(path);
			continue;
		}
		fs->files = alloc_room(fs->files, fs->count, &room, sizeof *fs->files);
		fs->files[fs->count++] = (struct file){.path = path, .pid = pid};
		fs->all += (uint64_t)st.st_size;
	}
	closedir(d);
	if (!fs->count)
		return error_set(error, "%.200s: no file NAME.PID is there, as strace -ff -o NAME leaves them",
		                 directory);
	qsort(fs->files, fs->count, sizeof *fs->files, ascending);
	for (size_t i = 1; i < fs->count; i++)
		if (fs->files[i].pid == fs->files[i - 1].pid)
			return error_set(error, "%.80s and %.80s are both of pid %u: import one log at a time",
			                 fs->files[i - 1].path, fs->files[i].path, (unsigned)fs->files[i].pid);
	fs->order = alloc_new(fs->count + 1, sizeof *fs->order);
	return true;
}

/* Where each begins; the file is closed again. */
static void begin_timed(struct strace_files *fs)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct file *f = &fs->files[i];

		if (hold_timed(fs, f)) {
			fclose(f->stream);
			f->stream = NULL;
			free(f->line);
			f->line = NULL;
			f->room = 0;
			heap_push(fs, i);
		}
	}
	fs->done = 0;
}

/* Who is made by somebody? All files are read once for it. */
static void find_claims(struct strace_files *fs)
{
	for (size_t i = 0; i < fs->count; i++) {
		struct file *f = &fs->files[i];

		while (hold(fs, f)) {
			struct strace_line line;
			struct file *child;
			uint32_t made;

			parse(f, &line);
			f->held = false;
			child = strace_makes(&line, &made) ? by_pid(fs, made) : NULL;
			if (child && child != f)
				child->claimed = true;
		}
		f->done = false;
	}
	fs->done = 0;
}

struct strace_files *strace_files_open(const char *directory, char error[ERROR_MAX])
{
	struct strace_files *fs = alloc_new(1, sizeof *fs);
	struct strace_line line;

	if (!list(fs, directory, error)) {
		strace_files_close(fs);
		return NULL;
	}
	for (size_t i = 0; i < fs->count && !fs->timed; i++)
		if (hold(fs, &fs->files[i])) {
			parse(&fs->files[i], &line);
			fs->timed = line.timed && line.absolute;
			break;
		}
	for (size_t i = 0; i < fs->count; i++) {
		struct file *f = &fs->files[i];

		if (f->stream)
			rewind(f->stream);
		f->held = f->done = false;
	}
	if (fs->timed)
		begin_timed(fs);
	else
		find_claims(fs);
	return fs;
}

const char *strace_files_problem(const struct strace_files *fs)
{
	return fs->problem ? strerror(fs->problem) : NULL;
}

void strace_files_progress(const struct strace_files *fs, uint64_t *done, uint64_t *all)
{
	*done = fs->done;
	*all = fs->all;
}

void strace_files_close(struct strace_files *fs)
{
	if (!fs)
		return;
	for (size_t i = 0; i < fs->count; i++) {
		if (fs->files[i].stream)
			fclose(fs->files[i].stream);
		free(fs->files[i].line);
		free(fs->files[i].path);
	}
	free(fs->files);
	free(fs->order);
	free(fs);
}
