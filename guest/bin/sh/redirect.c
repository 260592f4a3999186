/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Redirections. Their words are expanded and here-documents written before the vfork; opening the files is the child's
 * work, as in csh and ksh: its descriptors are its own, and the shell has nothing to put back.
 *
 * One danger remains: an open that waits for another process holds up the shell as well, which sleeps meanwhile.
 * NetBSD's sh avoids vfork for such commands. Here no file's open waits.
 *
 * A here-document is a file without a name. A pipe would not do: the shell would have to fill it before there is a
 * reader, and wait for ever where it is longer than the pipe.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

void close_on_exec(int fd)
{
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

int to_shell_fd(int fd)
{
	int moved = fcntl(fd, F_DUPFD, SHELL_FD);

	if (moved >= 0)
		close_on_exec(moved);
	return moved;
}

static int write_here(const char *text)
{
	char path[32];
	size_t n = strlen(text);
	int fd, from;

	sprintf(path, "/tmp/sh%d", getpid());
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	from = fd >= 0 ? open(path, O_RDONLY) : -1;
	if (fd >= 0)
		unlink(path);
	if (from < 0 || write(fd, text, n) != (ssize_t)n) {
		complain("%s: %s", path, strerror(errno));
		if (from >= 0)
			close(from);
		from = -1;
	}
	if (fd >= 0)
		close(fd);
	if (from >= 0) {
		fd = to_shell_fd(from);
		close(from);
		from = fd;
	}
	return from;
}

/* The words of one redirection. 0 if it failed. */
static int prepare(struct redirection *r)
{
	if (r->kind == R_HERE) {
		r->from = write_here(r->literal ? r->here : expand_here(r->here));
		return r->from >= 0;
	}
	r->word = expand_one(r->word);
	if (r->kind != R_COPY)
		return 1;
	if (strcmp(r->word, "-") == 0) {
		r->kind = R_CLOSE;
	} else if (isdigit(r->word[0]) && r->word[1] == '\0') {
		r->from = r->word[0] - '0';
	} else {
		complain("%s: is no descriptor", r->word);
		return 0;
	}
	return 1;
}

struct redirection *redirections_prepare(const struct redirection *r, int *bad)
{
	struct redirection *list = NULL, **last = &list;

	for (; r != NULL && !*bad; r = r->next) {
		*last = take(&work, sizeof(**last));
		**last = *r;
		(*last)->next = NULL;
		*bad = !prepare(*last) || expand_failed();
		last = &(*last)->next;
	}
	return list;
}

void redirections_close(const struct redirection *r)
{
	for (; r != NULL; r = r->next)
		if (r->kind == R_HERE && r->from >= 0)
			close(r->from);
}

static int refuse(const char *what)
{
	char line[300];

	write(STDERR_FILENO, line, complaint(line, sizeof(line), what, strerror(errno)));
	return -1;
}

/* -C protects files only. */
static int is_device(const char *path)
{
	struct stat sb;

	return stat(path, &sb) == 0 && !S_ISREG(sb.st_mode);
}

int redirect(const struct redirection *r)
{
	static const int flags[] = {
		[R_IN] = O_RDONLY,
		[R_OUT] = O_WRONLY | O_CREAT | O_TRUNC,
		[R_APPEND] = O_WRONLY | O_CREAT | O_APPEND,
		[R_CLOBBER] = O_WRONLY | O_CREAT | O_TRUNC,
		[R_BOTH] = O_RDWR | O_CREAT,
	};

	for (; r != NULL; r = r->next) {
		int fd = r->from;

		if (r->kind == R_CLOSE) {
			close(r->fd);
			continue;
		}
		if (r->kind < R_COPY)
			fd = open(r->word,
			          flags[r->kind] | (r->kind == R_OUT && keep_files && !is_device(r->word) ? O_EXCL : 0),
			          0666);
		if (fd < 0 || (fd != r->fd && dup2(fd, r->fd) < 0))
			return refuse(r->word);
		if (r->kind < R_COPY && fd != r->fd)
			close(fd);
	}
	return 0;
}

/* For what the shell does itself: its descriptors are to come back. */
int redirect_saving(const struct redirection *r, struct saved **saved)
{
	fflush(stdout);
	*saved = NULL;
	for (const struct redirection *each = r; each != NULL; each = each->next) {
		struct saved *s = take(&work, sizeof(*s));

		s->fd = each->fd;
		s->copy = to_shell_fd(each->fd); /* -1: it was not open, and will be closed again */
		if (s->copy < 0 && errno != EBADF)
			return refuse("redirection");
		s->next = *saved;
		*saved = s;
	}
	return redirect(r);
}

void redirect_back(struct saved *saved)
{
	fflush(stdout);
	for (; saved != NULL; saved = saved->next) {
		if (saved->copy < 0) {
			close(saved->fd);
			continue;
		}
		dup2(saved->copy, saved->fd);
		close(saved->copy);
	}
}
