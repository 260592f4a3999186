/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One line of a process script (docs/process-script.md): who does what.
 *
 *	12930: fork 12931	@95
 *	12931: exec /usr/bin/ls 148K
 *
 * The verbs are a table, from which reader, writer, documentation and tests are made.
 */
#ifndef EMU_SCRIPT_LINE_H
#define EMU_SCRIPT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define SCRIPT_HEADER "vps 1" /* the first line of every script */

enum {
	SCRIPT_NAME = 24,     /* bytes of a process's name, with its NUL */
	SCRIPT_WORD = 256,    /* of a path or another word */
	SCRIPT_LINE = 4096,   /* of a line of text; what is longer is no line of a script */
	SCRIPT_FD_MAX = 1023, /* the largest descriptor that a script can speak of */
};
#define SCRIPT_SIZE_MAX (UINT64_C(1) << 40) /* bytes; more than that is a mistake */
#define SCRIPT_TIME_MAX (UINT64_C(1) << 50) /* microseconds */

/*
 * VERB(symbol, word, operands, what it says). Operands, a letter each, in "[]" what may be left out:
 *	p a process   s a size   t a time   f, g descriptors   w a path or another word   n an exit status   i a signal
 *	e an error    c "cloexec"   o "core"   x "end" in place of a size   d "off"
 */
#define SCRIPT_VERBS(VERB)                                                                                             \
	VERB(START, "start", "[w]", "is there at the beginning, or comes from nowhere; what it runs")                  \
	VERB(FORK, "fork", "p", "makes a child with memory of its own")                                                \
	VERB(VFORK, "vfork", "p", "makes a child that has its memory until it executes a program or ends")             \
	VERB(SPAWN, "spawn", "p", "the same, by posix_spawn or another function that knows the rules")                 \
	VERB(EXEC, "exec", "w[s]", "executes a program of that size")                                                  \
	VERB(FAIL, "fail", "we", "tries to execute a program and gets an error")                                       \
	VERB(WORK, "work", "t", "runs for so long by itself")                                                          \
	VERB(GROW, "grow", "s", "gets more memory")                                                                    \
	VERB(SHRINK, "shrink", "s", "gives memory back")                                                               \
	VERB(TOUCH, "touch", "s", "stores into so much of what it got last")                                           \
	VERB(OPEN, "open", "fw[c]", "opens a file, which gets that descriptor")                                        \
	VERB(CLOSE, "close", "f", "closes a descriptor")                                                               \
	VERB(DUP, "dup", "fg[c]", "makes the second descriptor one of what the first is of")                           \
	VERB(PIPE, "pipe", "fg[c]", "makes a pipe: the descriptor to read from, the one to write to")                  \
	VERB(CLOEXEC, "cloexec", "f[d]", "the descriptor is closed by exec; off: it is not")                           \
	VERB(READ, "read", "fx", "reads so much from a pipe; end: finds that nobody can write any more")               \
	VERB(WRITE, "write", "fs", "writes so much to a pipe")                                                         \
	VERB(KILL, "kill", "pi", "sends a signal")                                                                     \
	VERB(WAIT, "wait", "p", "waits for the end of a child, and collects it")                                       \
	VERB(EXIT, "exit", "n", "ends")                                                                                \
	VERB(DIE, "die", "i[o]", "is ended by a signal; core: with a core file")                                       \
	VERB(LOST, "lost", "", "nothing is known of it from here on")

enum script_verb {
#define VERB(symbol, word, operands, says) SCRIPT_##symbol,
	SCRIPT_VERBS(VERB)
#undef VERB
		SCRIPT_VERB_COUNT
};

struct script_line {
	bool there; /* else it is an empty line, or a comment alone */
	enum script_verb verb;
	char who[SCRIPT_NAME];
	char whom[SCRIPT_NAME];    /* p */
	char word[SCRIPT_WORD];    /* w */
	char error[16];            /* e, such as ENOENT */
	char signal[16];           /* i, such as SIGTERM */
	uint64_t size;             /* s in bytes, t in microseconds, n */
	bool sized;                /* a size that may be left out was not */
	bool flag;                 /* c, o, x, d was there */
	uint32_t fd, to;           /* f, g */
	uint64_t source;           /* line of the log that it comes from, 0 if from none */
	char comment[SCRIPT_WORD]; /* with its "#"; cut if longer */
	uint16_t column[4];        /* of who, verb, and the first operands, from 1; for whoever finds a mistake */
};

/* The word of a verb, its operands, and what it says. */
const char *script_verb_word(enum script_verb);
const char *script_verb_operands(enum script_verb);

/* Reads a line without its newline. False, a line in error and *column (from 1) for what is no line of a script. */
bool script_line_read(const char *text, size_t length, struct script_line *, unsigned *column, char error[ERROR_MAX]);

/* Writes a line with its newline and a NUL into text (SCRIPT_LINE bytes); returns its length without the NUL. Reading
 * it again gives the same line. */
size_t script_line_write(const struct script_line *, char *text);

/* May it stand in the name of an error or a signal? */
bool script_symbol_char(char);

/* The number that a signal has on the machine: 0 for one that it has not, -1 for a word that is no signal's name. */
int script_signal(const char *name);

/* Can a process be ended by it, on any system? Real-time signals can. Those that `die` takes. */
bool script_signal_ends(const char *name);

/* The number of a signal that ends a process on the machine, too; 0: it has none, or it is ignored there. */
int script_signal_death(const char *name);

#endif
