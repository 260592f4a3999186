/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors of an import: pipes, and of files those only that somebody else gets, or that are made another one. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "script/import_private.h"

static struct fd *find(struct process *p, uint32_t fd)
{
	for (size_t i = p->nfds; i-- > 0;)
		if (p->fds[i].fd == fd)
			return &p->fds[i];
	return NULL;
}

static void drop(struct process *p, struct fd *f)
{
	if (f->fd < 64)
		p->pipes &= ~(UINT64_C(1) << f->fd);
	free(f->path);
	*f = p->fds[--p->nfds];
}

static struct fd *put(struct process *p, uint32_t fd, enum fd_kind kind, bool cloexec, bool told, uint64_t line)
{
	struct fd *f = find(p, fd);

	if (f)
		drop(p, f);
	p->fds = alloc_room(p->fds, p->nfds, &p->room, sizeof *p->fds);
	f = &p->fds[p->nfds++];
	*f = (struct fd){.fd = fd, .kind = kind, .cloexec = cloexec, .told = told, .line = line};
	if (kind == FD_PIPE && fd < 64)
		p->pipes |= UINT64_C(1) << fd;
	return f;
}

void import_fds_free(struct process *p)
{
	while (p->nfds)
		drop(p, p->fds);
	free(p->fds);
	p->fds = NULL;
	p->room = 0;
}

void import_fds_copy(struct process *child, const struct process *parent)
{
	for (size_t i = 0; i < parent->nfds; i++) {
		const struct fd *f = &parent->fds[i];
		struct fd *copy = put(child, f->fd, f->kind, f->cloexec, f->told, f->line);

		copy->path = f->path ? alloc_string(f->path) : NULL;
	}
}

void import_fds_exec(struct process *p)
{
	for (size_t i = p->nfds; i-- > 0;)
		if (p->fds[i].cloexec)
			drop(p, &p->fds[i]);
}

/* The script gets to know an open file. */
static void tell(struct import *im, struct process *p, struct fd *f)
{
	struct script_line *out;

	if (f->told)
		return;
	out = import_say(im, p, SCRIPT_OPEN, f->line);
	out->fd = f->fd;
	out->flag = f->cloexec;
	strcpy(out->word, f->path && *f->path ? f->path : "?");
	import_send(im);
	f->told = true;
	free(f->path);
	f->path = NULL;
}

void import_fds_tell(struct import *im, struct process *p)
{
	for (size_t i = 0; i < p->nfds; i++)
		if (!p->fds[i].cloexec)
			tell(im, p, &p->fds[i]);
}

/* A descriptor's number. */
static bool number(struct part *p, uint32_t *fd)
{
	uint64_t v;

	while (p->at < p->end && (*p->at == ' ' || *p->at == '[' || *p->at == ','))
		p->at++;
	if (!part_number(p, &v) || v > SCRIPT_FD_MAX)
		return false;
	*fd = (uint32_t)v;
	return true;
}

/* The next argument: behind a comma that is not within <> or "". */
static void next_argument(struct part *p)
{
	bool quoted = false;
	int depth = 0;

	for (; p->at < p->end; p->at++) {
		char c = *p->at;

		if (c == '\\' && quoted && p->at + 1 < p->end)
			p->at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '<' || c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '>' || c == '}' || c == ']') && depth)
			depth--;
		else if (!quoted && !depth && c == ',')
			break;
	}
	while (p->at < p->end && (*p->at == ',' || *p->at == ' '))
		p->at++;
}

static void open_call(struct process *p, enum strace_call call, struct part text, struct part result, uint64_t line)
{
	char path[FD_PATH];
	uint32_t fd;
	struct fd *f;

	if (!number(&result, &fd))
		return;
	f = put(p, fd, FD_FILE, call != CALL_creat && part_find(text, "O_CLOEXEC"), false, line);
	if (import_path(text, path, sizeof path))
		f->path = alloc_string(path);
}

static void close_one(struct import *im, struct process *p, uint32_t fd, uint64_t line)
{
	struct fd *f = find(p, fd);

	if ((f && f->told) || (!f && fd < 3)) {
		import_say(im, p, SCRIPT_CLOSE, line)->fd = fd;
		import_send(im);
		f = find(p, fd);
	}
	if (f)
		drop(p, f);
}

static void close_range(struct import *im, struct process *p, struct part text, uint64_t line)
{
	uint64_t from, to = UINT32_MAX;

	if (!part_number(&text, &from))
		return;
	next_argument(&text);
	if (!part_begins(text, "~") && !part_number(&text, &to))
		return;
	for (size_t i = p->nfds; i-- > 0;) {
		if (p->fds[i].fd < from || p->fds[i].fd > to)
			continue;
		if (part_find(text, "CLOSE_RANGE_CLOEXEC")) {
			p->fds[i].cloexec = true;
			if (p->fds[i].told) {
				import_say(im, p, SCRIPT_CLOEXEC, line)->fd = p->fds[i].fd;
				import_send(im);
			}
		} else {
			close_one(im, p, p->fds[i].fd, line);
		}
	}
}

static void dup_call(struct import *im, struct process *p, uint32_t from, uint32_t to, bool cloexec, uint64_t line)
{
	struct script_line *out;
	struct fd *f = find(p, from);
	enum fd_kind kind;

	if (from == to)
		return;
	if (!f && from > 2) { /* open before the log begins */
		f = put(p, from, FD_FILE, false, false, line);
	}
	kind = f ? f->kind : FD_FILE;
	if (f)
		tell(im, p, f);
	out = import_say(im, p, SCRIPT_DUP, line);
	out->fd = from;
	out->to = to;
	out->flag = cloexec;
	import_send(im);
	put(p, to, kind, cloexec, true, line);
}

static void fcntl_call(struct import *im, struct process *p, struct part text, struct part result, uint64_t line)
{
	uint32_t fd, to;
	struct fd *f;

	if (!number(&text, &fd))
		return;
	if (part_find(text, "F_DUPFD")) {
		if (number(&result, &to))
			dup_call(im, p, fd, to, part_find(text, "F_DUPFD_CLOEXEC"), line);
		return;
	}
	f = part_find(text, "F_SETFD") ? find(p, fd) : NULL;
	if (!f || !part_begins(result, "0") || f->cloexec == (part_find(text, "FD_CLOEXEC") != NULL))
		return;
	f->cloexec = !f->cloexec;
	if (f->told) {
		bool off = !f->cloexec;
		struct script_line *out = import_say(im, p, SCRIPT_CLOEXEC, line);

		out->fd = fd;
		out->flag = off;
		import_send(im);
	}
}

/* What -y puts behind a descriptor. */
static bool skip_decoration(struct part *p)
{
	const char *close = p->at < p->end && *p->at == '<' ? memchr(p->at, '>', (size_t)(p->end - p->at)) : NULL;

	p->at = close ? close + 1 : p->at;
	return p->at < p->end;
}

static void pipe_call(struct import *im, struct process *p, struct part text, uint64_t line)
{
	bool cloexec = part_find(text, "O_CLOEXEC");
	struct script_line *out;
	uint32_t from, to;

	if (!number(&text, &from) || !skip_decoration(&text) || !number(&text, &to)) {
		import_remark(im, IMPORT_OPERANDS);
		return;
	}
	out = import_say(im, p, SCRIPT_PIPE, line);
	out->fd = from;
	out->to = to;
	out->flag = cloexec;
	import_send(im);
	put(p, from, FD_PIPE, cloexec, true, line);
	put(p, to, FD_PIPE, cloexec, true, line);
}

static bool is_pipe(struct process *p, uint32_t fd)
{
	const struct fd *f;

	if (fd < 64)
		return p->pipes >> fd & 1;
	f = find(p, fd);
	return f && f->kind == FD_PIPE;
}

static void transfer(struct import *im, struct process *p, enum script_verb verb, uint32_t fd, uint64_t size,
                     uint64_t line)
{
	struct script_line *out;

	if (!is_pipe(p, fd) || (verb == SCRIPT_WRITE && !size))
		return;
	out = import_say(im, p, verb, line);
	out->fd = fd;
	out->size = size;
	out->flag = !size;
	import_send(im);
}

static void data_call(struct import *im, struct process *p, enum strace_call call, struct part text, struct part result,
                      uint64_t line)
{
	bool reads = call == CALL_read || call == CALL_readv, writes = call == CALL_write || call == CALL_writev;
	uint32_t from, to;
	uint64_t size;

	if (!p->nfds || !number(&text, &from))
		return;
	to = from;
	if (!reads && !writes) { /* sendfile(to, from, ...), splice(from, offset, to, offset, ...) */
		next_argument(&text);
		if (call == CALL_splice)
			next_argument(&text);
		if (!number(&text, call == CALL_splice ? &to : &from))
			return;
	}
	if (!part_number(&result, &size))
		return;
	if (size > SCRIPT_SIZE_MAX) {
		import_remark(im, IMPORT_ABSURD);
		return;
	}
	if (!writes)
		transfer(im, p, SCRIPT_READ, from, size, line);
	if (!reads)
		transfer(im, p, SCRIPT_WRITE, to, size, line);
}

void import_descriptor_call(struct import *im, struct process *p, enum strace_call call, struct part text,
                            struct part result, uint64_t line)
{
	uint32_t fd, to;

	switch (call) {
	case CALL_open:
	case CALL_openat:
	case CALL_openat2:
	case CALL_creat:
		open_call(p, call, text, result, line);
		break;
	case CALL_close:
		if (number(&text, &fd) && part_begins(result, "0"))
			close_one(im, p, fd, line);
		break;
	case CALL_close_range:
		close_range(im, p, text, line);
		break;
	case CALL_dup:
	case CALL_dup2:
	case CALL_dup3:
		if (number(&text, &fd) && number(&result, &to))
			dup_call(im, p, fd, to, part_find(text, "O_CLOEXEC"), line);
		break;
	case CALL_fcntl:
	case CALL_fcntl64:
		fcntl_call(im, p, text, result, line);
		break;
	case CALL_pipe:
	case CALL_pipe2:
		if (part_begins(result, "0"))
			pipe_call(im, p, text, line);
		break;
	default:
		data_call(im, p, call, text, result, line);
		break;
	}
}
