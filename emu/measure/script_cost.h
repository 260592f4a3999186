/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process script costs on the machine, and what in it could cost less or is not allowed. */
#ifndef EMU_SCRIPT_COST_H
#define EMU_SCRIPT_COST_H

#include "script/score.h"

struct script_cost {
	uint64_t copied; /* pages: by fork, and because of a store into a shared one */
	uint64_t tables; /* pages of page tables that were made */
	uint64_t usec;   /* machine time, from the first process's making to the end */
	uint64_t peak;   /* pages in use at once, of that time */
	bool played;     /* as recorded; else why says how it ended */
	char why[80];
};

/* Plays the script on a system. by_process: NULL, or for each process the pages that its making copied. ram: megabytes,
 * 0 for as many as it needs. False and a line in error if it cannot be played at all. */
bool script_cost_measure(const char *path, const struct script *, enum score_how, const char *system, unsigned ram,
                         struct script_cost *, uint64_t *by_process, char error[ERROR_MAX]);

/* A fork whose child does nothing before it executes a program that needs memory of its own. */
struct spare_fork {
	uint32_t process; /* the child */
	uint32_t exec;    /* action */
	uint64_t copied;  /* pages, as by_process tells them */
};

/* Finds them, those that save most first. The caller frees the list. */
struct spare_fork *script_spare_forks(const struct script *, const uint64_t *by_process, size_t *count);

/* What a child of vfork may not do before it executes a program or ends: RULE(symbol, what, rule). */
#define VFORK_RULES(RULE)                                                                                              \
	RULE(DESCRIPTORS, "changes descriptors",                                                                       \
	     "POSIX.1-2001 allows only _exit and exec; every system but IRIX gives the child a table of its own")      \
	RULE(MEMORY, "grows or stores into memory", "the memory is the parent's where it is lent or shared")           \
	RULE(CHILDREN, "makes or collects children", "POSIX.1-2001 allows only _exit and exec")                        \
	RULE(PIPES, "reads or writes a pipe", "where the parent waits, it cannot be at the other end")                 \
	RULE(SIGNALS, "sends a signal", "POSIX.1-2001 allows only _exit and exec")

enum vfork_rule {
#define RULE(symbol, what, rule) VFORK_##symbol,
	VFORK_RULES(RULE)
#undef RULE
		VFORK_RULE_COUNT
};

const char *vfork_rule_what(enum vfork_rule);
const char *vfork_rule_text(enum vfork_rule);

/* Names of the systems where it does harm, with blanks between them; "" if nowhere. */
const char *vfork_rule_breaks(enum vfork_rule, char *buf, size_t size);

struct rule_break {
	uint32_t process; /* made by vfork; what spawn makes knows the rules */
	uint32_t action;  /* the first one that breaks the rule */
	enum vfork_rule rule;
	uint32_t times;
};

/* Finds them in the order of the script. The caller frees the list. */
struct rule_break *script_rule_breaks(const struct script *, size_t *count);

#endif
