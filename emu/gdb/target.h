/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recorded run as GDB's target: an instant of it, the processes there as threads, their registers and memory, and
 * motion to another instant. Nothing of the run can be changed.
 *
 * A thread's number is its process's pid. All processes are in one GDB inferior, whose symbols are those of one program
 * and of the kernel; the memory below the kernel's is that of the thread that is asked for.
 */
#ifndef EMU_TARGET_H
#define EMU_TARGET_H

#include "analysis/process_view.h"
#include "analysis/stop_set.h"
#include "base/error.h"

enum {
	TARGET_REGISTERS = 18, /* d0-d7, a0-a5, fp, sp, ps, pc: org.gnu.gdb.m68k.core */
	TARGET_PS = 16,
	TARGET_PC = 17,
	TARGET_KERNEL = 99999, /* the thread that is no process: the kernel before the first one, and its idle loop */
	TARGET_THREADS = NPROC,
};

struct target {
	struct session *session;
	uint64_t now;   /* the instant */
	uint64_t first; /* where its history begins for who goes back */
	bool jumps;     /* the next motion leads to `jump`, whatever it is */
	uint64_t jump;
	uint32_t selected;           /* the thread that GDB asks about; 0: the one that runs */
	enum process_side side;      /* which registers processes in the kernel show */
	bool in_program;             /* the last stop was about the program: so does who runs */
	char program[MAXCOMLEN + 1]; /* whose addresses user addresses are; "": every program's */
	char path[EVENT_TEXT];       /* of the run's program on the root disk; "": there is none */
	struct stop_set stops;
	struct kernel_view view; /* of the instant, while it is looked at */
	char failure[ERROR_MAX]; /* why something returned false, one line; "" if it just is not there */
};

enum target_motion { TARGET_CONTINUE, TARGET_STEP };

/* How a motion ended. */
struct target_stop {
	struct stop_found found; /* pid is the thread's number; of a jump STOPPED_STEP */
	bool backward;
};

/* Puts it to an instant, or, with start UINT64_MAX, before the first instruction of the run's program. False and a line
 * in failure. */
bool target_begin(struct target *, struct session *, uint64_t start);

/* The threads at the instant, at most TARGET_THREADS; how many. Zombies are none: they have no memory and no
 * registers. */
size_t target_threads(struct target *, uint32_t *threads);
/* The thread that the processor is with. */
uint32_t target_current(struct target *);
bool target_alive(struct target *, uint32_t thread);
/* Its program's name and what it does. False if there is no such thread. */
bool target_thread(struct target *, uint32_t thread, char name[MAXCOMLEN + 1], char state[PROCESS_STATE]);
/* Where its program was loaded: 0 but without memory management. */
uint32_t target_base(struct target *, uint32_t thread);

/* Big-endian values are the caller's business: registers are numbers, memory is bytes as they lie there. */
bool target_registers(struct target *, uint32_t thread, uint32_t registers[TARGET_REGISTERS]);
/* How many bytes could be read. */
size_t target_peek(struct target *, uint32_t thread, uint32_t va, uint8_t *to, size_t size);

/* Points and watches. False: there are too many, or there is none such to be removed. */
bool target_point(struct target *, uint32_t pc, bool insert);
bool target_watch(struct target *, uint32_t thread, uint32_t va, uint32_t size, unsigned uses, bool insert);
void target_clear(struct target *);

/* What is to be moved. */
struct target_move {
	enum target_motion motion;
	bool backward;
	uint32_t thread;   /* 0: the one that runs. Whose step it is */
	bool alone;        /* GDB holds the others: they go on as they did in the run, but their points do not count */
	uint32_t from, to; /* a step that stays in [from, to) goes on */
};

/* Moves. False and a line in failure: the instant is as before. */
bool target_move(struct target *, const struct target_move *, struct target_stop *);

#endif
