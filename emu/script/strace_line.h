/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One line of strace's output, taken apart: whose it is, when, and what kind of line. The forms are those of strace 4
 * to 6 with any of -f, -ff, -o, -t, -tt, -ttt, -r, -T, -i, -n, -k, -y, -Y, --decode-pids (strace(1), and its sources
 * tprintf and print_syscall_enter).
 */
#ifndef EMU_SCRIPT_STRACE_LINE_H
#define EMU_SCRIPT_STRACE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A part of the line; not NUL-terminated. */
struct part {
	const char *at, *end;
};

/* System calls that the importer looks at; all others only take time. */
/* clang-format off */
#define STRACE_CALLS(CALL) \
	CALL(brk) CALL(clone) CALL(clone3) CALL(close) CALL(close_range) CALL(creat) CALL(dup) \
	CALL(dup2) CALL(dup3) CALL(execve) CALL(execveat) CALL(exit) CALL(exit_group) CALL(fcntl) \
	CALL(fcntl64) CALL(fork) CALL(kill) CALL(lstat) CALL(mmap) CALL(mmap2) CALL(newfstatat) \
	CALL(old_mmap) CALL(open) CALL(openat) CALL(openat2) CALL(pipe) CALL(pipe2) CALL(read) \
	CALL(readv) CALL(rt_sigqueueinfo) CALL(sendfile) CALL(sendfile64) CALL(splice) CALL(stat) \
	CALL(stat64) CALL(fstatat64) CALL(statx) CALL(tgkill) CALL(tkill) CALL(vfork) CALL(wait4) \
	CALL(waitid) CALL(waitpid) CALL(write) CALL(writev) CALL(poll) CALL(ppoll) CALL(select) \
	CALL(pselect6) CALL(nanosleep) CALL(clock_nanosleep) CALL(futex) CALL(epoll_wait) \
	CALL(epoll_pwait) CALL(accept) CALL(accept4) CALL(recvfrom) CALL(recvmsg) CALL(connect) \
	CALL(flock) CALL(pause) CALL(rt_sigsuspend) CALL(rt_sigtimedwait) CALL(restart_syscall) \
	CALL(pidfd_send_signal)
/* clang-format on */

enum strace_call {
	CALL_OTHER,
#define CALL(name) CALL_##name,
	STRACE_CALLS(CALL)
#undef CALL
		CALL_COUNT
};

enum strace_kind {
	STRACE_CALL,       /* a whole call: name, text from its "(" on */
	STRACE_UNFINISHED, /* its first half; text ends before "<unfinished ...>" */
	STRACE_RESUMED,    /* its second half; text begins behind "resumed>" */
	STRACE_EXITED,     /* +++ exited with N +++; number */
	STRACE_KILLED,     /* +++ killed by SIGNAL +++; text is the signal, flag: a core was dumped */
	STRACE_SUPERSEDED, /* +++ superseded by execve in pid N +++; number */
	STRACE_SIGNAL,     /* --- SIGNAL {...} --- */
	STRACE_STOPPED,    /* --- stopped by SIGNAL --- */
	STRACE_ATTACHED,   /* strace: Process N attached; number */
	STRACE_DETACHED,   /* strace: Process N detached; number */
	STRACE_STACK,      /* of -k */
	STRACE_REMARK,     /* something else that strace says by itself */
	STRACE_BLANK,
	STRACE_STRANGE, /* no line of strace's */
	STRACE_CUT,     /* begins as a call and has no end */
};

struct strace_line {
	enum strace_kind kind;
	enum strace_call call;
	struct part name, text;
	struct part result; /* of a whole call or a second half: what follows "= " */
	bool has_pid, timed, absolute, timed_end, flag;
	uint32_t pid;
	uint64_t time; /* microseconds; absolute: since midnight or 1970, else since the line before */
	uint64_t took; /* -T: microseconds of the call, if timed_end */
	uint64_t number;
};

/* Takes a line without its newline apart. Any bytes are safe. */
void strace_line_read(const char *text, size_t length, struct strace_line *);

/* Decimal digits at the beginning of a part, which is led behind them. False if there are none or too many. */
bool part_number(struct part *, uint64_t *);

/* Is the word in the part? Where it begins, or NULL. */
const char *part_find(struct part, const char *word);

/* Does the part begin with the word? */
bool part_begins(struct part, const char *word);

#endif
