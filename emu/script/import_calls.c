/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What system calls in a log say of processes: which are made, what they execute, whom they wait for, how they grow. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "script/import_private.h"

enum { SIZES = 4096 };

/* Bytes of what can be in quotation marks, unescaped. The closing mark is found. */
static bool unescape(struct part *p, char *to, size_t room)
{
	size_t n = 0;

	for (p->at++; p->at < p->end && *p->at != '"'; p->at++) {
		unsigned char c = (unsigned char)*p->at;

		if (c == '\\' && p->at + 1 < p->end) {
			static const char letters[] = "ntrvfe", values[] = "\n\t\r\v\f\033";
			const char *found;
			unsigned digits = 0, value = 0;

			p->at++;
			found = strchr(letters, *p->at);
			if (*p->at == 'x') {
				for (; digits < 2 && p->at + 1 < p->end && strchr("0123456789abcdefABCDEF", p->at[1]);
				     digits++) {
					char d = *++p->at;

					value = value * 16 + (unsigned)(d <= '9' ? d - '0' : (d | 32) - 'a' + 10);
				}
			} else if (*p->at >= '0' && *p->at <= '7') {
				value = (unsigned)(*p->at - '0');
				for (; digits < 2 && p->at + 1 < p->end && p->at[1] >= '0' && p->at[1] <= '7'; digits++)
					value = value * 8 + (unsigned)(*++p->at - '0');
			} else {
				value = found && *found ? (unsigned char)values[found - letters]
				                        : (unsigned char)*p->at;
			}
			c = (unsigned char)value;
		}
		if (n + 1 == room) { /* a path's end says more than its beginning */
			memmove(to, to + room / 2, n - room / 2);
			n -= room / 2;
		}
		to[n++] = (char)(c ? c : '?');
	}
	to[n] = '\0';
	return p->at < p->end && n;
}

bool import_path(struct part text, char *path, size_t room)
{
	text.at = text.at < text.end ? memchr(text.at, '"', (size_t)(text.end - text.at)) : NULL;
	return text.at && unescape(&text, path, room);
}

static uint64_t hash(const char *path)
{
	uint64_t h = 14695981039346656037u;

	while (*path)
		h = (h ^ (unsigned char)*path++) * 1099511628211u;
	return h | 1;
}

/* A file was looked at: its size is remembered if it can be executed. */
static void note_size(struct import *im, struct part text, struct part result)
{
	const char *mode = part_begins(result, "0") ? part_find(text, "S_IFREG|0") : NULL;
	const char *found = mode ? part_find((struct part){mode, text.end}, "_size=") : NULL;
	struct part p = {found ? found + strlen("_size=") : text.end, text.end};
	char path[SCRIPT_WORD];
	uint64_t size, key;

	if (!found || text.end - mode < 12 || !((mode[9] | mode[10] | mode[11]) & 1))
		return;
	if (!part_number(&p, &size) || size > SCRIPT_SIZE_MAX || !import_path(text, path, sizeof path))
		return;
	key = hash(path);
	im->sizes[key / 2 % SIZES].key = key;
	im->sizes[key / 2 % SIZES].size = size;
}

/* Creation ---------------------------------------------------------------------------------------- */

static bool descends(const struct process *p, const struct process *from)
{
	for (; p; p = p->parent)
		if (p == from)
			return true;
	return false;
}

static enum script_verb how_made(struct import *im, enum strace_call call, struct part text)
{
	bool vm = part_find(text, "CLONE_VM"), waits = part_find(text, "CLONE_VFORK");
	bool stack = part_find(text, "stack=0x") || part_find(text, "stack_size=0x");

	if (call == CALL_vfork)
		return SCRIPT_VFORK;
	if (call == CALL_fork)
		return SCRIPT_FORK;
	if (vm && waits)
		return stack ? SCRIPT_SPAWN : SCRIPT_VFORK;
	if (vm)
		import_remark(im, IMPORT_SHARED);
	if (waits)
		import_remark(im, IMPORT_UNSHARED);
	return SCRIPT_FORK;
}

void import_make(struct import *im, struct thread *t, enum strace_call call, struct part text, uint32_t made,
                 uint64_t line)
{
	struct process *parent = t->process, *child = import_process(im, made);
	struct script_line *out;
	enum script_verb verb;

	if (child && !child->ended) {
		if (descends(parent, child)) {
			import_remark(im, IMPORT_CYCLE);
			return;
		}
		import_remark(im, IMPORT_MADE_TWICE);
		import_end(im, child, SCRIPT_LOST, 0, (struct part){NULL, NULL}, false);
	}
	verb = how_made(im, call, text);
	if (verb == SCRIPT_FORK)
		import_fds_tell(im, parent);
	child = import_new_process(im, made, parent);
	out = import_say(im, parent, verb, line);
	strcpy(out->whom, child->name);
	import_send(im);
	child->brk = parent->brk;
	import_fds_copy(child, parent);
	im->report->forks += verb == SCRIPT_FORK;
	im->report->vforks += verb == SCRIPT_VFORK;
	im->report->spawns += verb == SCRIPT_SPAWN;
}

/* Programs ---------------------------------------------------------------------------------------- */

static void exec_call(struct import *im, struct thread *t, struct part text, struct part result, uint64_t line)
{
	struct process *p = t->process;
	char path[SCRIPT_WORD], error[16];
	struct script_line *out;
	uint64_t key;
	size_t n = 0;

	if (!import_path(text, path, sizeof path)) {
		const char *open = part_find(text, "<"); /* execveat(3</bin/x>, "", ...) with -y */
		const char *close = open ? part_find((struct part){open, text.end}, ">") : NULL;

		strcpy(path, "?");
		if (close && close - open > 1 && (size_t)(close - open) < sizeof path) {
			memcpy(path, open + 1, (size_t)(close - open - 1));
			path[close - open - 1] = '\0';
		}
	}
	if (part_begins(result, "-1 ")) {
		result.at += 3;
		while (result.at + n < result.end && n + 1 < sizeof error && script_symbol_char(result.at[n]))
			n++;
		memcpy(error, result.at, n);
		error[n] = '\0';
		out = import_say(im, p, SCRIPT_FAIL, line);
		strcpy(out->word, path);
		strcpy(out->error, n > 1 ? error : "EINVAL");
		import_send(im);
		im->report->fails++;
		return;
	}
	if (!part_begins(result, "0"))
		return;
	out = import_say(im, p, SCRIPT_EXEC, line);
	strcpy(out->word, path);
	key = hash(path);
	out->sized = im->sizes[key / 2 % SIZES].key == key;
	out->size = out->sized ? im->sizes[key / 2 % SIZES].size : 0;
	import_send(im);
	import_fds_exec(p);
	import_lone_thread(im, t);
	p->brk = 0;
	im->report->execs++;
}

/* Waiting ----------------------------------------------------------------------------------------- */

/* The number or word that follows "== " behind a macro's name in a status. */
static bool status_of(struct part text, const char *macro, struct part *value)
{
	const char *found = part_find(text, macro);

	found = found ? part_find((struct part){found, text.end}, "== ") : NULL;
	*value = (struct part){found ? found + 3 : text.end, text.end};
	return found;
}

/* How a child ended of which only the wait tells. */
static void end_by_wait(struct import *im, struct process *child, enum strace_call call, struct part text)
{
	struct part value, none = {NULL, NULL};
	uint64_t status;

	import_remark(im, IMPORT_QUIET_END);
	if (call == CALL_waitid) {
		const char *found = part_find(text, "si_status=");

		value = (struct part){found ? found + strlen("si_status=") : text.end, text.end};
		if (part_find(text, "CLD_EXITED") && part_number(&value, &status))
			import_end(im, child, SCRIPT_EXIT, status & 0xFF, none, false);
		else
			import_end(im, child, SCRIPT_DIE, 0, value, part_find(text, "CLD_DUMPED"));
	} else if (status_of(text, "WEXITSTATUS", &value) && part_number(&value, &status)) {
		import_end(im, child, SCRIPT_EXIT, status & 0xFF, none, false);
	} else if (status_of(text, "WTERMSIG", &value)) {
		import_end(im, child, SCRIPT_DIE, 0, value, part_find(text, "WCOREDUMP"));
	} else {
		import_end(im, child, SCRIPT_LOST, 0, none, false);
	}
}

static void wait_call(struct import *im, struct process *p, enum strace_call call, struct part text, struct part result,
                      uint64_t line)
{
	struct process *child;
	struct script_line *out;
	const char *found;
	uint64_t pid;

	if (call == CALL_waitid) {
		if (!part_begins(result, "0") || part_find(text, "WNOWAIT"))
			return;
		found = part_find(text, "si_pid=");
		result = (struct part){found ? found + strlen("si_pid=") : text.end, text.end};
	}
	if (!part_number(&result, &pid) || !pid)
		return;
	if (part_find(text, "WIFSTOPPED") || part_find(text, "WIFCONTINUED") || part_find(text, "CLD_STOPPED") ||
	    part_find(text, "CLD_CONTINUED") || part_find(text, "CLD_TRAPPED")) {
		import_remark(im, IMPORT_STOPS);
		return;
	}
	child = pid <= INT32_MAX ? import_process(im, (uint32_t)pid) : NULL;
	if (!child || child->parent != p) {
		import_remark(im, IMPORT_STRANGER);
		return;
	}
	if (!child->ended)
		end_by_wait(im, child, call, text);
	out = import_say(im, p, SCRIPT_WAIT, line);
	strcpy(out->whom, child->name);
	import_send(im);
	im->report->waits++;
	import_forget(im, child);
}

/* The rest ---------------------------------------------------------------------------------------- */

static void kill_call(struct import *im, struct process *p, enum strace_call call, struct part text, uint64_t line)
{
	struct process *victim;
	struct script_line *out;
	const char *name = part_find(text, "SIG"), *end = name;
	uint64_t pid;

	if (!name && call == CALL_kill && part_find(text, ", 0"))
		return; /* only asks whether it is there */
	victim = part_number(&text, &pid) && pid <= INT32_MAX ? import_process(im, (uint32_t)pid) : NULL;
	while (end && end < text.end && script_symbol_char(*end))
		end++;
	if (!victim || victim == p || !name || (size_t)(end - name) >= sizeof im->out.signal) {
		import_remark(im, IMPORT_OUTSIDE);
		return;
	}
	out = import_say(im, p, SCRIPT_KILL, line);
	memcpy(out->signal, name, (size_t)(end - name));
	out->signal[end - name] = '\0';
	strcpy(out->whom, victim->name);
	if (script_signal(out->signal) < 0) {
		import_remark(im, IMPORT_OUTSIDE);
		return;
	}
	import_send(im);
}

static void brk_call(struct import *im, struct process *p, struct part result)
{
	uint64_t at = 0;

	if (!part_begins(result, "0x"))
		return;
	for (result.at += 2; result.at < result.end && strchr("0123456789abcdef", *result.at); result.at++)
		at = at << 4 | (uint64_t)(*result.at <= '9' ? *result.at - '0' : *result.at - 'a' + 10);
	if (p->brk && at > p->brk && at - p->brk > SCRIPT_SIZE_MAX) {
		import_remark(im, IMPORT_ABSURD);
	} else if (p->brk && at > p->brk) {
		p->grown += at - p->brk;
		p->touched += at - p->brk;
	} else if (p->brk && at < p->brk && p->brk - at <= SCRIPT_SIZE_MAX) {
		p->shrunk += p->brk - at;
	}
	p->brk = at;
}

/* Memory of its own that it may write. What is for a thread's stack, or reserved, is nobody's yet. */
static void mmap_call(struct import *im, struct process *p, struct part text, struct part result)
{
	const char *comma = part_find(text, ", ");
	struct part size = {comma ? comma + 2 : text.end, text.end};
	uint64_t bytes;

	if (!part_find(text, "MAP_ANON") || !part_find(text, "PROT_WRITE") || part_find(text, "MAP_SHARED") ||
	    part_find(text, "MAP_STACK") || part_find(text, "MAP_NORESERVE") || !part_begins(result, "0x"))
		return;
	if (!part_number(&size, &bytes) || bytes > SCRIPT_SIZE_MAX) {
		import_remark(im, IMPORT_ABSURD);
		return;
	}
	p->grown += bytes;
}

void import_call(struct import *im, struct thread *t, enum strace_call call, struct part text, struct part result,
                 uint64_t line)
{
	struct process *p = t->process;
	uint64_t number;

	switch (call) {
	case CALL_execve:
	case CALL_execveat:
		exec_call(im, t, text, result, line);
		break;
	case CALL_wait4:
	case CALL_waitpid:
	case CALL_waitid:
		wait_call(im, p, call, text, result, line);
		break;
	case CALL_exit_group:
	case CALL_exit:
		if (call == CALL_exit_group || t->tid == p->pid) {
			p->leaving = part_number(&text, &number);
			p->status = p->leaving ? number & 0xFF : 0;
		}
		break;
	case CALL_kill:
	case CALL_tkill:
	case CALL_tgkill:
	case CALL_rt_sigqueueinfo:
		if (part_begins(result, "0"))
			kill_call(im, p, call, text, line);
		break;
	case CALL_pidfd_send_signal:
		if (part_begins(result, "0"))
			import_remark(im, IMPORT_OUTSIDE);
		break;
	case CALL_brk:
		brk_call(im, p, result);
		break;
	case CALL_mmap:
	case CALL_mmap2:
	case CALL_old_mmap:
		mmap_call(im, p, text, result);
		break;
	case CALL_newfstatat:
	case CALL_stat:
	case CALL_lstat:
	case CALL_stat64:
	case CALL_fstatat64:
	case CALL_statx:
		note_size(im, text, result);
		break;
	case CALL_close:
	case CALL_close_range:
	case CALL_creat:
	case CALL_dup:
	case CALL_dup2:
	case CALL_dup3:
	case CALL_fcntl:
	case CALL_fcntl64:
	case CALL_open:
	case CALL_openat:
	case CALL_openat2:
	case CALL_pipe:
	case CALL_pipe2:
	case CALL_read:
	case CALL_readv:
	case CALL_write:
	case CALL_writev:
	case CALL_sendfile:
	case CALL_sendfile64:
	case CALL_splice:
		import_descriptor_call(im, p, call, text, result, line);
		break;
	default:
		break;
	}
}
