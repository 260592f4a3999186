/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An import at work: what the strace_*.c and import_*.c know of each other. */
#ifndef EMU_SCRIPT_IMPORT_PRIVATE_H
#define EMU_SCRIPT_IMPORT_PRIVATE_H

#include "script/line.h"
#include "script/strace_import.h"
#include "script/strace_line.h"
#include "script/strace_source.h"

enum {
	IMPORT_SLOTS = 1 << 14, /* of the hash tables */
	IMPORT_PIDS = 1 << 22,  /* Linux's PID_MAX_LIMIT */
	HALF_MAX = 1 << 16,     /* bytes of a first half that are kept */
	FD_PATH = 120,          /* of an open file's path that are kept: its end */
};

enum fd_kind { FD_FILE, FD_PIPE };

/* A descriptor that the script may have to speak of. */
struct fd {
	uint32_t fd;
	enum fd_kind kind;
	bool cloexec, told; /* told: the script has it */
	char *path;         /* of a file, until it is told; else NULL */
	uint64_t line;
};

struct process {
	struct process *next; /* in its slot of the table */
	uint32_t pid;
	bool ended, bare; /* bare: its lines came without a pid */
	char name[SCRIPT_NAME];
	struct process *parent, *children, *younger, *older; /* children: the youngest; NULL: nobody that is alive */
	uint32_t threads;                                    /* that are alive */
	struct fd *fds;
	size_t nfds, room;
	uint64_t pipes;                        /* bit n: descriptor n below 64 is a pipe's */
	uint64_t work, grown, shrunk, touched; /* not written yet */
	uint64_t brk;
	bool leaving; /* exit_group was called */
	uint32_t status;
};

struct thread {
	struct thread *next; /* in its slot of the table */
	uint32_t tid;
	struct process *process;
	bool seen;      /* it has written a line */
	bool begun;     /* a call has not ended; its first half: */
	bool announced; /* what it will return has been found out already */
	uint32_t ahead; /* whom it has made by a call whose line comes later, or 0 */
	enum strace_call call;
	uint64_t line;
	char *half;
	size_t length, room;
	bool clocked; /* it has run since: */
	uint64_t since;
	uint64_t time; /* that its last line told */
};

struct import {
	struct strace_source *source;
	import_writer *write;
	void *arg;
	struct import_report *report;
	struct thread **threads; /* hash tables */
	struct process **processes;
	uint32_t nthreads, nseen; /* nseen: threads that have written a line */
	struct thread *last;      /* of the line before */
	uint32_t *names;          /* by pid: how many processes had it */
	struct thread *bare;      /* without a pid */
	uint32_t mains;           /* how many there were without a pid */
	uint64_t number;          /* of the line */
	uint64_t now, day;        /* microseconds */
	struct strace_line line;
	char *joined; /* both halves of a call */
	size_t joined_room;
	char *pieces; /* the first piece of a line that is torn, of so many bytes */
	size_t piece, piece_room;
	uint32_t unfinished; /* the thread whose line seemed to be of a call that goes on later; 0: it is torn anyhow */
	struct script_line out;
	char text[SCRIPT_LINE];
	char buffer[1 << 16];
	size_t used;
	bool failed; /* the writer wants no more */
	struct {
		uint64_t key, size;
	} sizes[4096]; /* of files that were looked at, by a hash of their path */
};

/* strace_import.c */
void import_remark(struct import *, enum import_remark);

/* import_processes.c: what is written */
void import_put(struct import *, const char *text, size_t size);
/* Begins a line of the process's; to be filled in, in im->out, and sent. */
struct script_line *import_begin(struct import *, const struct process *, enum script_verb, uint64_t source);
/* The same; what is pending is written before it. */
struct script_line *import_say(struct import *, struct process *, enum script_verb, uint64_t source);
void import_send(struct import *);

/* Threads and processes by number: NULL if there is none. A process that has ended is there until it is forgotten. */
uint32_t import_slot(uint32_t number);
struct thread *import_thread(struct import *, uint32_t tid);
struct process *import_process(struct import *, uint32_t pid);
struct thread *import_new_thread(struct import *, uint32_t tid, struct process *);
void import_drop_thread(struct import *, struct thread *);
/* A process that its parent makes, or that comes from nowhere; with one thread. */
struct process *import_new_process(struct import *, uint32_t pid, struct process *parent);
/* It has executed a program: its other threads are gone. */
void import_lone_thread(struct import *, struct thread *);
/* It ends, which is written; freed at once if nobody can wait for it. */
void import_end(struct import *, struct process *, enum script_verb, uint64_t status, struct part signal, bool core);
/* It has ended and was collected. */
void import_forget(struct import *, struct process *);

/* import_calls.c */
/* A call that has ended. text: its arguments. */
void import_call(struct import *, struct thread *, enum strace_call, struct part text, struct part result,
                 uint64_t line);
/* A call that makes a process or a thread: whose and how. */
void import_make(struct import *, struct thread *, enum strace_call, struct part text, uint32_t made, uint64_t line);
/* A quoted string in the text, unescaped; its end is kept if there is too much. False if there is none. */
bool import_path(struct part text, char *path, size_t room);

/* import_fds.c */
/* The call, if it has to do with descriptors. */
void import_descriptor_call(struct import *, struct process *, enum strace_call, struct part text, struct part result,
                            uint64_t line);
void import_fds_copy(struct process *child, const struct process *parent);
/* Tells of those open files that a child is going to have. */
void import_fds_tell(struct import *, struct process *);
void import_fds_exec(struct process *);
void import_fds_free(struct process *);

#endif
