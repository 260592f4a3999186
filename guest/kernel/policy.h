/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the historic systems do differently when a process is made: the words of the table in systems.h. The kernel asks
 * what a system does, never what it is called.
 */
#ifndef KERNEL_POLICY_H
#define KERNEL_POLICY_H

#include <stdint.h>

/* How fork makes the child's memory. */
enum forkkind {
	FORK_COPIES, /* all of data and stack, at once */
	FORK_COW,    /* shared until one of the two stores: copy on write */
	FORK_NEVER,  /* not at all: without memory management there is no other place with the same addresses */
};

/* What vfork does with the memory. */
enum memory {
	MOVE,      /* the child gets the page tables and the parent has none */
	EXCHANGE,  /* the child gets the page tables and the parent the child's empty one */
	ADDRESSES, /* the child gets the addresses of the memory; the parent keeps them, with sizes of 0 */
	SHARE,     /* both are attached to one page table */
	DUP,       /* the child has memory of its own that looks the same, made as the system's fork makes it */
};

/* On whose stack a child of vfork runs, where the memory is shared. */
enum stack {
	ONE_STACK,   /* the parent's */
	FIXED_STACK, /* the parent's, which cannot grow meanwhile */
	OWN_STACK,   /* a copy */
};

/* Until when the parent waits. */
enum hold {
	HOLD_RELEASE, /* until the child gives up the memory: exec's commit point, or the start of exit */
	HOLD_END,     /* exec's commit point, or the end of exit: descriptors are closed, there is a zombie */
	HOLD_START,   /* exec's commit point, or the start of exit: nothing is closed or given up yet */
	HOLD_NOT,     /* not at all */
};

/* How deep the waiting parent sleeps. */
enum heldsleep {
	SLEEP_PSWP,     /* at PSWP+1, as deep as the swapper: no signal is even looked at */
	SLEEP_PZERO,    /* at PZERO-1: the same */
	SLEEP_PWAIT,    /* at PWAIT, but signals stay pending */
	SLEEP_POLLS,    /* as SLEEP_PWAIT, but once a second it looks whether it is to stop */
	SLEEP_STOPS,    /* it stops like any other, until a signal has come that does not stop; then as SLEEP_PWAIT */
	SLEEP_KILLABLE, /* a signal that kills does, others stay pending */
};

/* The parent's registers after vfork. */
enum registers {
	REGS_OWN,   /* as they were */
	REGS_CHILD, /* d2-d7 and a2-a5, where locals live, as the child left them */
};

/* Whose descriptors the child closes and opens. */
enum descriptors {
	FDS_OWN,
	FDS_SHARED, /* the parent's too, until exec or exit */
};

/* How the child handles signals that its parent catches. */
enum handlers {
	SIGS_KEPT,  /* with the same handlers */
	SIGS_RESET, /* by default, and it cannot have handlers until exec */
};

/* What of the account of usage goes to the borrower with the memory, and comes back. */
enum usage {
	USAGE_PASSES, /* all: the parent pays for the processor time of its borrower */
	USAGE_FAULTS, /* page faults only */
	USAGE_OWN,    /* nothing */
};

/* What is done about a child that is to stop, or uses the terminal from the background, while its parent waits for
 * it. */
enum stops {
	STOPS_DEFERRED, /* stop signals stay pending; reading fails, output and requests are allowed */
	STOPS_EOF,      /* the same, but reading gets end of file */
	STOPS_REFUSED,  /* they stay pending; reading, output and requests fail */
	STOPS_KEYS,     /* SIGSTOP stops it; the others stay pending, and the terminal lets it wait */
	STOPS_SIGSTOP,  /* the same, but the terminal is as with STOPS_DEFERRED */
	STOPS_ACT,      /* nothing special: it stops, and its parent waits on */
	STOPS_NONE,     /* there is no job control: no such signals, and no background */
};

/* Where the addresses of handlers are. */
enum sigtable {
	TABLE_KERNEL, /* in the u area */
	TABLE_USER,   /* in the program's memory; the kernel only knows one function of the library that looks there */
	TABLE_SIGNAL, /* the same for those that signal() installs, but not sigaction() or sigvec() */
};

/* What only one or two systems have about making processes. Their calls fail with ENOSYS elsewhere. */
enum extras {
	EXTRA_NONE,
	EXTRA_CLONE,  /* the call clone */
	EXTRA_FORKX,  /* the calls forkx and vforkx */
	EXTRA_RANDOM, /* the numbers of processes come in no order */
	EXTRA_ONCE,   /* a borrower cannot lend: its vfork fails with EINVAL */
	EXTRA_ATFORK, /* the library's vfork is its fork, which calls what pthread_atfork was given */
};

/* Which processes count against a user's limit, and what the limit is. */
enum counts {
	COUNT_EFFECTIVE, /* of the same effective user; refused when there are more than maxuprc already */
	COUNT_REAL,      /* of the same real user; maxuprc is the most that there can be */
	COUNT_RLIMIT,    /* the same, but the limit is RLIMIT_NPROC, which begins as maxuprc */
};

/* Lesser differences in signals, limits, exec, exit and wait: an or of these. */
enum habits {
	/* One caught signal is acted on at each return to user mode, so its handler runs before the next one is looked
	 * at. Elsewhere all are acted on, and the last one's handler runs first. */
	ONE_HANDLER = 0x01,
	WHOLE_GROUP = 0x02,      /* who may not signal all of a process group gets EPERM, though the others get it */
	EFFECTIVE_USERS = 0x04,  /* of sender and receiver only the effective user counts, else the real ones, too */
	KILL_FIRST = 0x08,       /* SIGKILL is taken before signals of lower numbers */
	FATAL_AT_ONCE = 0x10,    /* what kills without a core takes effect when it is sent: nothing comes before it */
	XCPU_EACH_SECOND = 0x20, /* SIGXCPU comes every second, else the limit grows by five seconds each time */
	XCPU_KILLS = 0x40,       /* at the most that RLIMIT_CPU may be raised to it is SIGKILL */
	INTERPRETER_NAME = 0x80, /* the argument 0 of a #! file's interpreter is its name, else its path */
	ORPHANS_KILLED = 0x100,  /* a stop from the keyboard kills a child of init, else it does nothing */
	NO_STICKY = 0x200,       /* a sticky directory is one like others */
	XCPU_DUMPS = 0x400,      /* SIGXCPU and SIGXFSZ leave a core file */

	TIMERS_CLEARED = 0x1000,  /* a child begins without interval timers; else those of processor time are copied */
	FILES_FIRST = 0x2000,     /* exit closes the descriptors before it gives up the memory, else afterwards */
	NO_ZOMBIES = 0x4000,      /* children of who ignores SIGCHLD are not kept for wait */
	WAIT_OPTIONS = 0x8000,    /* wait does not take options that it does not know */
	WAIT_MINIMUM = 0x10000,   /* nor the least number as a pid, which is no group's */
	OWN_CHANNEL = 0x20000,    /* the parent of a vfork sleeps on its own slot, else on its child's */
	EFFECTIVE_ROOT = 0x40000, /* who has root as effective user may have any number of processes */
	REAL_ROOT = 0x80000,      /* who has root as real user may */
	CONT_BLOCKED = 0x100000,  /* SIGCONT can be blocked; a stopped process is continued all the same */
	CHILD_ZERO = 0x400000,   /* fork's kind return 0 to a child, else its parent's pid, which the library makes 0 */
	LONG_TIMERS = 0x200000,  /* there is no limit for an interval timer, else it is 100 million seconds */
	MAPS = 0x800000,         /* there is mmap */
	MAPS_SHARED = 0x1000000, /* and memory that is no file's can be mapped to be shared */
	TELLS_CONTINUED = 0x4000000, /* wait can tell of children that were continued, and their parent gets SIGCHLD */
	POSIX_GROUPS = 0x8000000,    /* setpgid knows groups that there are, and children before their exec */
	STORE_SEGV = 0x2000000,      /* a store where one may only read, or less, is SIGSEGV, else SIGBUS */
};
#define HABITS_4BSD (ONE_HANDLER | WHOLE_GROUP | EFFECTIVE_USERS | INTERPRETER_NAME | ORPHANS_KILLED | EFFECTIVE_ROOT)
#define HABITS_4_4BSD (XCPU_KILLS | FILES_FIRST | WAIT_OPTIONS | CONT_BLOCKED | MAPS | MAPS_SHARED)
#define HABITS_NETBSD (HABITS_4_4BSD | CHILD_ZERO) /* and the others that come from 386BSD */
#define HABITS_SVR4                                                                                                    \
	(ONE_HANDLER | KILL_FIRST | XCPU_DUMPS | TIMERS_CLEARED | NO_ZOMBIES | WAIT_OPTIONS | OWN_CHANNEL |            \
	 EFFECTIVE_ROOT | CONT_BLOCKED | STORE_SEGV)
#define HABITS_LINUX                                                                                                   \
	(XCPU_EACH_SECOND | XCPU_KILLS | XCPU_DUMPS | TIMERS_CLEARED | WAIT_OPTIONS | OWN_CHANNEL | REAL_ROOT |        \
	 CONT_BLOCKED | LONG_TIMERS | CHILD_ZERO | MAPS | STORE_SEGV | POSIX_GROUPS)

struct policy {
	const char *name;
	enum forkkind fork;
	enum memory memory;
	enum stack stack;
	enum hold hold;
	enum heldsleep sleep;
	enum registers registers;
	enum descriptors descriptors;
	enum handlers handlers;
	enum usage usage;
	enum stops stops;
	enum sigtable sigtable;
	enum extras extras;
	enum counts counts;
	uint32_t maxuprc; /* processes per user */
	enum habits habits;
	uint32_t nofile;     /* descriptors of a process; at most NOFILE */
	uint32_t ncargs;     /* bytes of arguments and environment of an exec; at most NCARGS */
	uint32_t maxpathlen; /* bytes of a path, NUL included; at most MAXPATHLEN */
	uint32_t interp;     /* bytes of a #! file in which its first line must end; 0: there are no such files */
};

extern const struct policy *policy; /* of the system that runs */

/* Does the memory leave the parent for as long as the child runs on it? */
#define LENT(memory) ((memory) == EXCHANGE || (memory) == MOVE || (memory) == ADDRESSES)
#define LENDS(policy) LENT((policy)->memory)

/* Is there one memory for all, in which every program has addresses of its own? See vm_flat.c. */
#define FLAT(policy) ((policy)->fork == FORK_NEVER)

/* Is memory paged as in 3BSD and its kin, which also lend? It has its place in the swap area as soon as it is made, and
 * the pager throws out who has no page. (2.11BSD finds a place when a process has to go, and swaps when it must.) */
#define RESERVES(policy) (LENDS(policy) && (policy)->memory != ADDRESSES)

/* Does one who makes a process wait until there is memory for it? In 4.3BSD procdup does; later vfork fails. */
#define MEMWAITS(policy) LENDS(policy)

/* Chooses the system by name; 0 if there is none of that name. */
int policyinit(const char *name);

#endif
