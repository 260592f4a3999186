/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A condition: what one looks for in a run, as people write it. One thing that happens, and what else must hold then:
 *
 *	CONDITION = THING { "and" FILTER }
 *	THING     = LOCATION                      execution comes there (location.h); "call F" is F, "return F" F.return
 *	          | "write" DATUM [ "=" VALUE ]   something is stored there (datum.h), or just that value
 *	          | "read" DATUM [ "=" VALUE ]    it is read, or read while it has that value
 *	          | "change" DATUM [ "=" VALUE ]  something else is stored there than what is there, or just that value
 *	          | EVENT { ARGUMENT "=" VALUE }  an event, with these arguments
 *	          | "console" TEXT                the text has been printed
 *	FILTER    = "pid" N | "mode user" | "mode kernel"
 *	          | "in" LOCATION                 by the function, by the line
 *	          | "write" ... | "read" ... | "change" ... | "call" F | "return" F    the same instruction, too
 *	          | DATUM "=" VALUE | DATUM "!=" VALUE    a variable, as it is then, has that value, or another one
 *
 * VALUE is decimal, negative or hexadecimal (0x...). A variable is watched at its address in every process that runs
 * the program, wherever its page lies: also while it is lent, and in a copy.
 */
#ifndef EMU_CONDITION_H
#define EMU_CONDITION_H

#include "analysis/datum.h"
#include "analysis/location.h"

enum condition_kind {
	CONDITION_NONE, /* of a filter's word */
	CONDITION_LOCATION,
	CONDITION_WRITE,
	CONDITION_READ,
	CONDITION_CHANGE,
	CONDITION_EVENT,
	CONDITION_CONSOLE,
};
enum condition_mode { MODE_ANY, MODE_USER, MODE_KERNEL };
enum { CONDITION_TEXT = 256, CONDITION_CHECKS = 4 };

/* What comes behind a word. */
enum condition_operand {
	OPERAND_DATUM,
	OPERAND_TEXT,
	OPERAND_EVENT,
	OPERAND_FUNCTION,
	OPERAND_LOCATION,
	OPERAND_PID,
	OPERAND_MODE,
};

/* The words that a condition may begin with, and those of filters. Conditions are read by these tables, and completed
 * by them (completion.h). */
struct condition_word {
	const char *word; /* NULL: behind the last */
	enum condition_operand operand;
	enum condition_kind kind; /* of a thing */
	const char *tells;        /* when it comes true, or what it demands; one phrase */
};
extern const struct condition_word condition_things[], condition_filters[];
extern const char *const condition_modes[]; /* what may stand behind "mode", by enum condition_mode; NULL: the end */
#define CONDITION_AND " and "               /* between a thing and its filters */

/* A variable that is to have a value then. */
struct condition_check {
	char name[DATUM_NAME];
	uint64_t value;
	bool other; /* any but this one */
};

struct condition {
	enum condition_kind kind;
	struct location location;
	struct datum datum;
	char program[MAXCOMLEN + 1]; /* that has the datum; "": it is the kernel's */
	bool has_value;
	uint64_t value;
	uint32_t event;                    /* its kind */
	uint32_t args[EVENT_ARGS], wanted; /* bit per argument that is wanted */
	char text[CONDITION_TEXT];         /* of CONSOLE */
	bool has_pid;
	uint32_t pid;
	enum condition_mode mode;
	bool has_inside;
	struct location inside; /* of "in" */
	struct condition_check checks[CONDITION_CHECKS];
	size_t nchecks;
	char also[CONDITION_TEXT];      /* what the same instruction does, too; "" nothing */
	struct timeline_mark looked_up; /* where data are */
	uint64_t until;    /* set by who searches forward: it goes through the instructions before it; 0: through all */
	bool asked, known; /* by the searches so far: for a variable's value; and there was one of that name */
};

/* Reads a condition. Data are looked up at the mark `at`. False and a line in error if it is wrong. */
bool condition_read(struct session *, const char *text, const struct timeline_mark *at, struct condition *,
                    char error[ERROR_MAX]);

/* The first instant after a mark, or the last one before it, at which the condition comes true: for a write the
 * instruction that stores is the next one, as for a location; an event and a text have just been. The mark is set to
 * it. */
enum passage_end condition_find(struct session *, struct condition *, struct timeline_mark *, bool backward,
                                char error[ERROR_MAX]);

#endif
