/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One instant of a run as plain data: all that a picture or `vforkscope state` shows. Read from the machine's
 * memory and registers; nothing here is made up by the host. A snapshot owns its strings and arrays and
 * does not point into the machine. Made and freed by session.h's functions.
 */
#ifndef EMU_SNAPSHOT_H
#define EMU_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine/address_space.h"
#include "machine/event.h"
#include "analysis/loan_kind.h"

/* An identifier has as many bytes as C promises to tell apart, and a NUL. */
enum { SNAP_NAME = 32, SNAP_VALUE = 48, SNAP_IDENTIFIER = 64, SNAP_TEXT = 96, SNAP_LINE = 256 };

/*
 * Part that a process plays in the loan shown, or in the fork that is shown. Colours hang on it. Where a borrower has
 * lent on, LENDER is the first of all, BORROWER the last, and those between, who are both, are MIDDLE. PARENT and CHILD
 * are those of a fork, and of a vfork that copies.
 */
enum role {
	ROLE_NONE,
	ROLE_KERNEL,
	ROLE_LENDER,
	ROLE_MIDDLE,
	ROLE_BORROWER,
	ROLE_PARENT,
	ROLE_CHILD,
	ROLE_OTHER, /* the last one */
};
enum { SNAP_CHAIN = 10 }; /* processes that have lent on and on what is shown, at most */

struct snap_process {
	uint32_t pid, ppid;
	enum role role;
	char name[SNAP_NAME];  /* u_comm */
	char state[SNAP_NAME]; /* "running", "runnable", "asleep on proc 5", "zombie" ... */
	uint32_t stat, flag, pri, wchan;
	char flags[SNAP_TEXT];                /* "SLOAD SNOVM" */
	char pending[SNAP_TEXT];              /* signals sent to it that could not act yet: "SIGKILL", mostly "" */
	struct address_space space;           /* as in its PCB */
	uint32_t base;                        /* p_base: where its memory is in that of all, 0 if it has its own */
	uint32_t tsize, dsize, ssize, rssize; /* pages */
	uint32_t mapped;                      /* pages of p_mapped: mmap's, with what is free between them */
	bool current;
	bool lends;  /* SNOVM */
	bool shares; /* another process is attached to the same page table */
	uint32_t xstat;
};

/* Pages of one process's address space that exist, in address order. */
enum page_part { PART_TEXT, PART_DATA, PART_STACK, PART_MAPPED, PAGE_PARTS };
struct snap_page {
	uint32_t pid;
	uint32_t va;
	enum page_part part;
	uint32_t pte;
	uint32_t pfn;
	bool present; /* a page frame is there (not fill-on-demand) */
	bool written; /* stored into by the borrower during the loan */
};

/* Every page frame of the machine; index = pfn. */
struct snap_frame {
	uint8_t type; /* enum cm_type of guest/abi/proc.h */
	uint8_t role; /* enum role of its owner */
	uint32_t pid; /* owner's pid (0: kernel), following the loan back to the lender */
	bool lent;    /* the owner is a lender now */
	bool shared;  /* more than one page table points here, or several processes have the one that does */
	bool written; /* stored into by the borrower during the loan */
};

/* One row of the register panel. */
enum { REGISTER_VALUES = 4 };
struct snap_register {
	char name[4];
	char variable[SNAP_IDENTIFIER]; /* local that lives in it at the lender's pc, or "" */
	uint32_t at_vfork;              /* lender's, when it trapped; without any loan the present registers */
	uint32_t borrower;              /* borrower's now (or at its last trap) */
	uint32_t after;                 /* what comes back to the lender; known from its saved frame */
	uint32_t now;                   /* behind the loan: the lender's, as it goes on */
	bool has_borrower, has_after, has_now;
	bool differs;   /* borrower != at_vfork */
	bool inherited; /* after is the borrower's, not the lender's own */
	bool result;    /* what comes back in it is vfork's result, d0 and d1 */
	/* at_vfork, borrower, after and now as the variable's type says, or "" */
	char meant[REGISTER_VALUES][SNAP_VALUE];
};

/* What made a frame of the stack. */
enum call_kind {
	CALL_FUNCTION,
	CALL_VAX,   /* a routine that CALLS entered */
	CALL_SIGNAL /* no call: the kernel has put it between the interrupted code and a signal handler */
};

/* Stack, highest address first. */
struct snap_stack_frame {
	char function[SNAP_IDENTIFIER];
	enum role role; /* whose call it is */
	bool needed;    /* a lender who sleeps will return through it */
	bool left;      /* needed: a borrower has returned from it. Else: the lender has, to where no caller was */
	uint32_t fp;
	uint32_t first, count; /* words[first .. first+count) */
	enum call_kind kind;
	uint32_t pid;    /* whose call it is */
	uint32_t also;   /* needed: another lender who will return through it, too; 0 none */
	uint32_t leaver; /* left: who has returned from it */
};

/* What a word of the stack is; emu/analysis/snapshot_names.h has words for it. */
enum word_kind {
	WORD_UNKNOWN,  /* nothing is known of it: temporaries, arguments of a call that is being made */
	WORD_RETURN,   /* return address. name: function that it leads into, "" if none; number: how far into it */
	WORD_SAVED_FP, /* the caller's */
	WORD_SAVED_REGISTER, /* number: 0-7 d0-d7, 8-14 a0-a6, 15 sp */
	WORD_LOCAL,          /* name: of the variable, with the part that is here: "pid", "buffer[2]"; or of several */
	WORD_PARAMETER,      /* the same */
	/* in a frame that CALLS made */
	WORD_SAVED_AP,
	WORD_MASK, /* which registers are saved, and the PSW */
	WORD_HANDLER,
	WORD_ARGUMENTS, /* how many there are */
	WORD_ARGUMENT,  /* number: from 1 */
	/* in the frame of a signal handler, whose saved registers are those of the interrupted code */
	WORD_SIGNAL,
	WORD_SIGNAL_CODE,
	WORD_CONTEXT, /* where the struct sigcontext is */
	WORD_SIGNAL_STACK,
	WORD_SIGNAL_MASK,
	WORD_SAVED_PC,
	WORD_SAVED_PS,
	WORD_TRAMPOLINE,
	WORD_KINDS
};

struct snap_word {
	uint32_t va, value;
	uint32_t was; /* value when the loan began */
	bool changed; /* differs from was, or was written in the loan */
	bool damaged; /* changed by a borrower in a frame that its lender needs: return address, saved register, or a
	                 variable whose value is read later on */
	bool astray;  /* a return address that leads elsewhere now: name and number are those of when the loan began */
	enum word_kind kind;
	uint32_t number;      /* as the kind says, else 0 */
	char name[SNAP_TEXT]; /* as the kind says, else "" */
	char told[SNAP_TEXT]; /* of variables: with the values of those that begin here, as their types say: "pid = 3",
	                         "letter = 'q', count"; "" if those say no more */
	char told_was[SNAP_VALUE]; /* the same of what had been there, where that is one value: "42" */
	uint32_t writer;           /* pid of the last writer, 0 kernel or unknown */
	enum role writer_role;
	uint64_t written_at; /* icount of the last store, 0 unknown */
	uint32_t writer_pc;
};

/* A stack: its calls, the outermost first, and their words, highest address first. */
struct snap_stack {
	struct snap_stack_frame *calls;
	size_t ncalls;
	struct snap_word *words;
	size_t nwords;
	uint32_t sp, fp; /* where its process is */
};

/* What is told of a line where nobody is now. */
enum snap_place {
	PLACE_HERE,   /* the process runs there */
	PLACE_WAITS,  /* it is in a call made there, while another one runs */
	PLACE_WAS,    /* it has been there last: it is nowhere that has a source, or is no more */
	PLACE_BEGINS, /* it is about to begin there */
};

/* What a row of the program's data is. */
enum data_kind {
	DATA_GLOBAL,  /* a global or static variable of the program's own */
	DATA_LIBRARY, /* of the library's, by the symbol table: errno, and those that have changed */
	DATA_HEAP,    /* all of it, and blocks of malloc that have changed */
	DATA_STREAM,  /* a FILE of stdio */
	DATA_FILE,    /* a descriptor */
	DATA_SELF,    /* something else that the kernel keeps of a process: directory, mask, user, limit, signal */
	DATA_KINDS
};

/* When: as the loan began, the lender's; now, of who runs; and what the lender will have when it is back. */
enum data_time { DATA_AT_VFORK, DATA_NOW, DATA_AFTER, DATA_TIMES };

/* A local variable that a borrower has given another value. */
struct snap_change {
	char name[SNAP_IDENTIFIER];
	char value[SNAP_TEXT], was[SNAP_TEXT]; /* as its type says */
};

struct snap_datum {
	enum data_kind kind;
	char name[SNAP_IDENTIFIER];
	char type[SNAP_TEXT];              /* of a variable, as C spells it; "" of anything else */
	uint32_t va, size;                 /* bytes; 0: it is not in the program's memory */
	char value[DATA_TIMES][SNAP_TEXT]; /* "" where it is not known, or there is no such time */
	bool changed;                      /* it is not what it was at vfork */
	bool comes_back;                   /* the lender will find it changed, too */
};

struct snap_source {
	char file[SNAP_LINE];
	char **lines; /* NUL-terminated, without newline */
	size_t nlines;
	int lender_line; /* 1-based, 0 none */
	int borrower_line;
	int current_line; /* when there is no loan */
	uint32_t pid;     /* whose the current line is */
	enum snap_place place;
};

struct snap_insn {
	uint32_t va;
	char text[SNAP_TEXT];
	char function[SNAP_IDENTIFIER]; /* set on the first row of a function, else "" */
	bool current;
};

/* Process lanes: what each process did from the start of the run to its end. */
enum lane_state { LANE_RUN, LANE_READY, LANE_SLEEP, LANE_LENT, LANE_ZOMBIE };
struct snap_span {
	uint64_t from, to; /* icounts */
	enum lane_state state;
};
struct snap_lane {
	uint32_t pid;
	enum role role;
	char name[SNAP_NAME];
	struct snap_span *spans;
	size_t nspans;
};

struct snap_tick { /* a notable event on the time axis */
	uint64_t icount;
	uint32_t kind;
	long seq;
	uint32_t pid;
};

/* A system call, from its trap to its return, or to where its process has another program or none. */
struct snap_syscall {
	uint64_t from, to;
	uint32_t pid;
	uint32_t number;
};

struct snap_hazard { /* as hazard.h tells */
	uint64_t icount;
	uint32_t kind;
	uint32_t pid;
	long event; /* the last one before it */
	unsigned number;
};

struct snap_loan { /* of the whole run */
	uint64_t from, to;
	uint32_t lender, borrower;
};

struct snapshot {
	char program[SNAP_NAME];
	char system[SNAP_NAME];
	uint64_t icount, usec, end; /* end: icount of the whole run's end */
	long event_seq;             /* last event at or before the instant, -1 */
	long beginning;             /* the event with which the program begins; before it is the boot */
	size_t nevents;
	unsigned hazard; /* the instant is that of a hazard (hazard.h), the so many-th behind that event, and
	                               `event` is the hazard's; 0: it is not */
	struct event event;
	char caption[2][SNAP_LINE]; /* what happened; why it matters. UTF-8 */
	char note[SNAP_LINE];       /* what is not shown and why, "" if all is; printable */
	bool alarm;                 /* the caption tells of damage */
	bool played;                /* a process script is played: processes are told by their programs' names, too */
	uint32_t lender, borrower;  /* pids of the loan shown: the present one, or the last one; 0 none. Of a fork: its
	                               parent and child */
	bool loan;                  /* the loan goes on at this instant */
	bool on;                    /* it does, or the child of a fork, or of a vfork that copies, is a copy still */
	uint32_t chain[SNAP_CHAIN]; /* the first lender, those who have lent on, and last the borrower */
	size_t nchain;              /* 0 without a loan, mostly 2 */
	uint64_t loan_begin;        /* icount */
	enum loan_kind kind;        /* of the loan shown: what became of the memory */
	bool one_stack;             /* lender and borrower run on the same stack */

	struct snap_process *processes;
	size_t nprocesses;
	struct snap_page *pages;
	size_t npages;
	struct snap_frame *frames;
	size_t nframes;
	struct snap_register *registers;
	size_t nregisters;
	struct snap_stack_frame *calls;
	size_t ncalls;
	struct snap_word *words;
	size_t nwords;
	uint32_t lender_sp, lender_fp, borrower_sp, borrower_fp;
	struct snap_stack
		copy; /* the stack of the child, where it has one of its own: after fork, or a vfork that copies.
	                           What differs from `was` has been written by it */
	struct snap_source source;
	struct snap_insn *insns;
	size_t ninsns;
	uint32_t insns_pid;            /* whose they are */
	struct snap_datum *data;       /* by kind; not all that has not changed */
	size_t ndata, data_left;       /* how many variables were left out */
	uint32_t data_pid[DATA_TIMES]; /* whose data those are; 0: there is no such time */
	struct snap_change *locals;    /* after a loan: those of the lender that it will read, and finds changed */
	size_t nlocals;
	char *console; /* all that was printed so far, NUL-terminated */
	struct snap_lane *lanes;
	size_t nlanes;
	size_t lanes_left; /* processes of the run that have no lane here */
	struct snap_tick *ticks;
	size_t nticks;
	struct snap_syscall *syscalls; /* in order; of very many some, from all over the run */
	size_t nsyscalls;
	struct snap_loan *loans; /* those in which memory is lent or shared, likewise */
	size_t nloans;
	struct snap_hazard *hazards; /* likewise */
	size_t nhazards;
	bool hazards_known; /* the run has been searched for them */
};

#endif
