/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The library libvforkscope: runs of programs on the emulated machine, from other programs. docs/api.md has examples.
 *
 *	struct vforkscope_run *run = vforkscope_run_program((const char *const[]){"return", NULL}, NULL);
 *
 *	for (size_t i = 0; run && i < vforkscope_events(run); i++)
 *		puts(vforkscope_event(run, i)->name);
 *	vforkscope_close(run);
 *
 * A run is recorded to its end and then looked at: any instant of it can be reached, as often as one likes, and what is
 * asked changes nothing in it.
 *
 * Errors: a function that fails returns NULL, false or what it says, and vforkscope_error() tells why in one line.
 * The library prints nothing, but for what the compiler finds wrong with a C file, which it says on stderr itself; and
 * an error does not end the program. Two things do, with a line on stderr, since there is no way on: the host has no
 * memory left, and the processor engine does not come back for ten seconds.
 *
 * C++: some structures have the name of a function, and are `struct vforkscope_event` there, too.
 *
 * Threads: all calls come from the thread that made the first one. Any number of runs may be open. A thread of the
 * library's own, which blocks all signals, watches the engine. A C file is compiled by starting the cross compiler; its
 * temporary files are removed also when a signal ends the program, for which SIGINT, SIGTERM and their like get a
 * handler where they have none.
 *
 * Strangers' programs and traces: everything that is read from them is checked, and the limits of struct
 * vforkscope_options hold. What `vforkscope` does beyond that is left to the caller, since it is for the whole process
 * and for good: vforkscope_confine() gives up the rest of the host, setrlimit(2) bounds its memory. Strings that come
 * out of a run may hold any byte but NUL: make them printable before a terminal sees them.
 *
 * Structures that functions return grow at their end in later versions; they and their strings are good until the
 * next call with the same run.
 */
#ifndef VFORKSCOPE_H
#define VFORKSCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header, which is put in where it is installed; and the number of its binary interface, which is
 * that of libvforkscope.so.N, and is another one when a program has to be compiled anew. */
#define VFORKSCOPE_VERSION "@VERSION@"
#define VFORKSCOPE_ABI 0

#if defined(__GNUC__)
#define VFORKSCOPE_PUBLIC __attribute__((visibility("default")))
#else
#define VFORKSCOPE_PUBLIC
#endif

struct vforkscope_run;

/* How a program is run. Zeros mean what `vforkscope run` does without options. */
struct vforkscope_options {
	size_t size;        /* sizeof(struct vforkscope_options): by it a later library knows which members there are */
	const char *system; /* a historic system, as "4.2bsd" or "linux"; docs/systems.md */
	uint32_t ram;       /* megabytes, 2 to 64 */
	const void *input;  /* what the program reads from its standard input; copied */
	size_t input_size;
	/* Limits, 0: 100000000 instructions, 300 seconds of processor time for each question, 500000 events, 1024 MB of
	 * a trace file. For a trace only seconds and trace mean something. */
	uint64_t max_instructions, max_seconds, max_events, max_trace;
};

/* An instant: so many instructions have been executed, and this is the last event by then. vforkscope_at() makes
 * them. */
struct vforkscope_instant {
	uint64_t icount;
	int64_t event; /* -1: none */
	uint32_t hazard;
	uint32_t reserved; /* 0 */
};

enum { VFORKSCOPE_ARGUMENTS = 6 };

struct vforkscope_argument {
	const char *name;
	uint32_t value;
};

/* An event: docs/events.md. */
struct vforkscope_event {
	uint64_t number;  /* from 0 */
	uint64_t icount;  /* its instant */
	uint64_t usec;    /* machine time */
	uint32_t pid;     /* who ran; 0: no process */
	const char *name; /* "vm.pass" */
	const char *text; /* "" if it has none */
	size_t arguments;
	struct vforkscope_argument argument[VFORKSCOPE_ARGUMENTS];
};

/* A process's registers as its program sees them. */
struct vforkscope_registers {
	uint32_t d[8], a[8]; /* a[7] is the stack pointer */
	uint32_t pc, psl;
};

/* A write: who gave a datum its value. */
struct vforkscope_write {
	uint64_t icount;         /* the instant before the instruction that wrote */
	uint32_t pid;            /* who executed it, or for whom the kernel did; 0: nobody */
	bool kernel;             /* the kernel did it */
	const char *program;     /* name of the process's program; "" in the kernel */
	const char *call;        /* the kernel did it in this system call, else NULL */
	const char *function;    /* NULL: unknown */
	const char *file;        /* NULL: unknown; shipped ones are /vforkscope/guest/..., whatever the place */
	int line;                /* 0: unknown */
	const char *instruction; /* as text */
	uint32_t size;           /* bytes of the datum that count, at most 8 */
	uint64_t was, now;       /* its value before and after, as a number of so many bytes */
};

/* The library's version, "0.9.0"; the header's is VFORKSCOPE_VERSION. */
VFORKSCOPE_PUBLIC const char *vforkscope_version(void);

/* Why the last call failed; "" if it did not. Good until the next call. */
VFORKSCOPE_PUBLIC const char *vforkscope_error(void);

/* Runs a program to its end, or to a limit. words (NULL at their end): as behind `vforkscope run`, a shipped program,
 * a program for the machine, a C file, a process script, and its arguments. options: NULL for none. NULL if it cannot
 * be run. */
VFORKSCOPE_PUBLIC struct vforkscope_run *vforkscope_run_program(const char *const *words,
                                                                const struct vforkscope_options *options);

/* Opens a trace: a run that was kept. NULL if it cannot be read. */
VFORKSCOPE_PUBLIC struct vforkscope_run *vforkscope_open(const char *trace, const struct vforkscope_options *options);

/* Keeps a run as a trace; what is there is replaced, or left as it was if this fails. */
VFORKSCOPE_PUBLIC bool vforkscope_save(struct vforkscope_run *run, const char *trace);

/* Frees a run. NULL is allowed. */
VFORKSCOPE_PUBLIC void vforkscope_close(struct vforkscope_run *run);

/* Gives up, for this process and for good, all files but this trace and the guest's own, the network, and signals to
 * others; for programs that read a stranger's trace, before they have other threads. False if the host's kernel cannot
 * (landlock(7)). */
VFORKSCOPE_PUBLIC bool vforkscope_confine(const char *trace);

/* The exit status of the program that was run, 0 to 255 (128 and more: the number of a signal is added). -1: the run
 * did not come to an end, and vforkscope_error() tells why. */
VFORKSCOPE_PUBLIC int vforkscope_status(struct vforkscope_run *run);

/* How many events there are, and one of them; NULL if there is none of that number. */
VFORKSCOPE_PUBLIC size_t vforkscope_events(struct vforkscope_run *run);
VFORKSCOPE_PUBLIC const struct vforkscope_event *vforkscope_event(struct vforkscope_run *run, size_t number);

/* Finds an instant by name: WHERE as in docs/instants.md, "vm.pass#2", "@120000", "end-1e", "return.c:31". */
VFORKSCOPE_PUBLIC bool vforkscope_at(struct vforkscope_run *run, const char *where, struct vforkscope_instant *instant);

/* In all functions that follow: instant NULL is the end of the run, pid 0 the process that runs then. */

/* What was printed up to an instant, NUL-terminated, and how many bytes (size may be NULL). NULL if there is no such
 * instant. */
VFORKSCOPE_PUBLIC const char *vforkscope_console(struct vforkscope_run *run, const struct vforkscope_instant *instant,
                                                 size_t *size);

/* The instant in full, as `vforkscope state --json` prints it. Freed with free(3). NULL if it cannot be reached. */
VFORKSCOPE_PUBLIC char *vforkscope_state(struct vforkscope_run *run, const struct vforkscope_instant *instant);

/* A process's registers. False if there is no such process then, or it has ended. */
VFORKSCOPE_PUBLIC bool vforkscope_registers(struct vforkscope_run *run, const struct vforkscope_instant *instant,
                                            uint32_t pid, struct vforkscope_registers *registers);

/* Copies a process's memory, wherever it is, also while it is lent; the machine is big-endian. Returns how many bytes
 * could be read from the address on. */
VFORKSCOPE_PUBLIC size_t vforkscope_memory(struct vforkscope_run *run, const struct vforkscope_instant *instant,
                                           uint32_t pid, uint32_t address, void *to, size_t size);

/* Who wrote a datum last before an instant: a variable ("pid", "spawn.pid", "spawn.return", "kernel:maxmem"), a
 * register ("d2", "sp"), an address ("0x7ffffe40"). NULL if there is no such datum, or nobody has written it. */
VFORKSCOPE_PUBLIC const struct vforkscope_write *vforkscope_last_writer(struct vforkscope_run *run,
                                                                        const struct vforkscope_instant *instant,
                                                                        uint32_t pid, const char *datum);

#ifdef __cplusplus
}
#endif

#endif
