/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole process script, read and checked: processes, and what each does, in the order of the lines.
 *
 *	struct script *s = script_load(path, error);
 *
 *	for (uint32_t a = s->processes[p].first; a != SCRIPT_NONE; a = s->actions[a].next)
 *		...
 *	script_free(s);
 */
#ifndef EMU_SCRIPT_SCRIPT_H
#define EMU_SCRIPT_SCRIPT_H

#include "script/line.h"

#define SCRIPT_NONE UINT32_MAX

enum {
	SCRIPT_BYTES = 1 << 30,     /* of a script that is read whole */
	SCRIPT_PROCESSES = 1 << 20, /* in it */
};

struct script_action {
	enum script_verb verb;
	uint32_t who;  /* process */
	uint32_t whom; /* the other one, or SCRIPT_NONE */
	uint32_t next; /* the same process's next action, or SCRIPT_NONE */
	uint32_t line; /* of the script, from 1 */
	uint32_t fd, to;
	bool flag, sized; /* as in struct script_line */
	int signal;       /* the machine's number; 0 if it has none */
	const char *text; /* the word or the signal, or NULL; lives as long as the script */
	uint64_t size;
	uint64_t source; /* line of the log, 0 if from none */
};

struct script_process {
	const char *name;
	uint32_t parent;      /* SCRIPT_NONE: it begins with start */
	uint32_t born;        /* the action that made it */
	uint32_t first, last; /* its actions */
	uint32_t ended;       /* exit, die or lost: always there */
	uint32_t collected;   /* the action of its parent that waited for it, or SCRIPT_NONE */
	uint32_t children;    /* how many it makes */
};

struct script {
	struct script_process *processes; /* in the order in which they are made */
	struct script_action *actions;    /* in the order of the lines */
	uint32_t nprocesses, nactions;
	char *texts; /* the list of everything that names and texts point to; opaque */
};

/* Reads a file. NULL and a line in error for what is no script: PATH:LINE:COLUMN: what is wrong. */
struct script *script_load(const char *path, char error[ERROR_MAX]);

/* The same for text in memory; name stands in errors. */
struct script *script_read(const char *name, const char *text, size_t size, char error[ERROR_MAX]);

void script_free(struct script *);

/* Does the file begin as a script does? */
bool script_is(const char *path);

/* The action by which a process executes its first program; SCRIPT_NONE if it never does. */
uint32_t script_first_exec(const struct script *, uint32_t process);

#endif
