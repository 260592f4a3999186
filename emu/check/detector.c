/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of the detectors. See detector.h. */
#include "check/detector.h"

#include <string.h>

#include "analysis/explain_systems.h"
#include "base/output.h"
#include "base/text.h"
#include "machine/event.h"

static const struct detector detectors[DETECTOR_COUNT] = {
#define DETECTOR(symbol, name, level, tells) {name, tells, LEVEL_##level},
	DETECTORS(DETECTOR)
#undef DETECTOR
};

static const char *const level_names[LEVELS] = {"breaks", "systems", "undefined"};

/* On which systems: by their words. */
static const char *word(const struct system_words *s, int n)
{
	return s->words[n];
}

enum { MEMORY = 1, STACK = 2, HOLD = 3, DESCRIPTORS = 6, HANDLERS = 7 };

static bool lends_memory(const struct system_words *s)
{
	return strcmp(word(s, MEMORY), "DUP") != 0;
}

static bool lends_stack(const struct system_words *s)
{
	return lends_memory(s) && strcmp(word(s, STACK), "OWN_STACK") != 0;
}

static bool keeps_handlers(const struct system_words *s)
{
	return lends_memory(s) && strcmp(word(s, HANDLERS), "SIGS_RESET") != 0;
}

static bool waits(const struct system_words *s)
{
	return strcmp(word(s, HOLD), "HOLD_NOT") != 0;
}

static bool runs_on(const struct system_words *s)
{
	return !waits(s);
}

static bool shares_descriptors(const struct system_words *s)
{
	return !strcmp(word(s, DESCRIPTORS), "FDS_SHARED");
}

static bool copies(const struct system_words *s)
{
	return !lends_memory(s);
}

#define BSD_VFORK "4.3BSD vfork(2), 30 June 1985"
#define POSIX_VFORK "POSIX.1-2001 vfork"
#define LINUX_VFORK "Linux man-pages vfork(2)"

/* clang-format off */
static const struct {
	bool (*breaks)(const struct system_words *);
	uint32_t event; /* whose page it is, 0: */
	struct page page;
} rows[DETECTOR_COUNT] = {
	[DETECTOR_LEFT] = {lends_stack, EV_HAZARD_LEFT, {0}},
	[DETECTOR_LONGJMP] = {lends_stack, 0, {
		"A child of vfork must not leave the function that called vfork by longjmp either: its parent sleeps "
		"inside it, and the frames that the jump gives up are overwritten by the child's next calls.",
		BSD_VFORK "; Linux man-pages longjmp(3): the function that called setjmp must not have returned",
		"_exit(127) where the jump was, and let the parent look at the status by waitpid.", "longjmp"}},
	[DETECTOR_FRAME] = {lends_stack, EV_HAZARD_FRAME, {0}},
	[DETECTOR_STDIO] = {lends_memory, EV_HAZARD_STDIO, {0}},
	[DETECTOR_DATA] = {lends_memory, 0, {
		"A child of vfork must not change any data but the variable that holds vfork's result: its "
		"memory is its "
		"parent's, who finds the new value as it goes on. On a system whose vfork copies the parent finds the "
		"old one.",
		POSIX_VFORK " (undefined if the process modifies any data other than a variable of type pid_t used to "
		"store the return value); " LINUX_VFORK,
		"Set it in the parent, before or after vfork. If it is meant as a message, write it to a pipe that is "
		"closed on exec, or use the exit status.", "message"}},
	[DETECTOR_HEAP] = {lends_memory, 0, {
		"The heap of a child of vfork is its parent's. What the child frees is gone for its parent, "
		"too, who will "
		"free it once more; what it allocates and does not free stays, and nobody knows where.",
		POSIX_VFORK " (undefined to call any other function than _exit and exec); " BSD_VFORK,
		"Allocate before vfork what the child needs, and free it in the parent, behind vfork.", "heap"}},
	[DETECTOR_HIDDEN] = {lends_memory, 0, {
		"Functions that keep something between two calls (errno, strtok, localtime, the environment, "
		"rand) keep "
		"it in memory that is the parent's, too.",
		POSIX_VFORK " (undefined to call any other function than _exit and exec)",
		"Give the child what it needs before vfork: arguments that are split, an environment for execve. Save "
		"errno before vfork if it is needed behind it.", "inverted"}},
	[DETECTOR_HANDLER] = {keeps_handlers, 0, {
		"A signal that comes to a child of vfork runs its parent's handler, on its parent's stack and with its "
		"parent's data. What the handler changes, and a longjmp out of it, is its parent's.",
		LINUX_VFORK " (signal handlers in the child: a race that posix_spawn avoids by blocking signals)",
		"Block the signals before vfork; in the child set those that are caught to SIG_DFL, then the mask that "
		"the program is to have; in the parent unblock them behind vfork.", "handler"}},
	[DETECTOR_DEADLOCK] = {waits, 0, {
		"A parent sleeps in vfork until its child executes a program or ends. A child that waits for "
		"its parent "
		"(a pipe that it should fill, a lock, a signal, the end of the parent's work) waits for ever, "
		"and a child "
		"that never ends keeps its parent asleep.",
		BSD_VFORK "; " LINUX_VFORK " (the calling process is suspended until the child terminates or execs)",
		"Where the two have to work at the same time, call fork.", "deadlock"}},
	[DETECTOR_DESCRIPTOR] = {shares_descriptors, 0, {
		"On systems where vfork shares the descriptors, too, what a child closes is closed for its "
		"parent, until "
		"the child executes another program.",
		"Autoconf's AC_FUNC_FORK tests for it (IRIX, before 6); " POSIX_VFORK,
		"Mark descriptors to be closed on exec (fcntl, F_SETFD), and leave close and dup2 to "
		"posix_spawn, or call "
		"fork there.", "descriptors"}},
	[DETECTOR_PORTABILITY] = {copies, 0, {
		"Where vfork is fork, or fork with a wait, the child has memory of its own: what it writes for "
		"its parent "
		"is never seen. POSIX says of no system that the memory is one.",
		POSIX_VFORK " (equivalent to fork, except that ...); 4.4BSD vfork(2); " LINUX_VFORK,
		"Tell the parent by a pipe that is closed on exec, or by the exit status.", "message"}},
	[DETECTOR_ORDER] = {runs_on, 0, {
		"Not every vfork waits: where it is fork the parent may run before its child, and what both do "
		"comes in "
		"another order.",
		"Linux before 2.2, macOS since 12, AIX: vfork(2) of each; " POSIX_VFORK,
		"Wait for the child with waitpid, or read from a pipe that its exec closes, before going on.",
		"order"}},
	[DETECTOR_POSIX] = {NULL, 0, {
		"After vfork POSIX lets the child call _exit and the exec functions, and nothing else; since "
		"2008 it has "
		"no vfork at all.",
		POSIX_VFORK " (the behavior is undefined if the process calls any other function)",
		"posix_spawn with file actions and attributes says the same and is defined.", "attributes"}},
};
/* clang-format on */

const struct detector *detector(enum detector_id id)
{
	return &detectors[id];
}

int detector_named(const char *name)
{
	for (int i = 0; i < DETECTOR_COUNT; i++)
		if (!strcmp(detectors[i].name, name))
			return i;
	return -1;
}

const char *check_level_name(enum check_level level)
{
	return level_names[level];
}

int check_level_named(const char *name)
{
	for (int i = 0; i < LEVELS; i++)
		if (!strcmp(level_names[i], name))
			return i;
	return -1;
}

const struct page *detector_page(enum detector_id id)
{
	return rows[id].event ? page_of_event(rows[id].event) : &rows[id].page;
}

bool detector_breaks(enum detector_id id, bool on_stack, size_t system)
{
	const struct system_words *s = system_words(system);

	if (s && on_stack && (id == DETECTOR_DATA || id == DETECTOR_PORTABILITY))
		return lends_stack(s) == (id == DETECTOR_DATA);
	return s && (!rows[id].breaks || rows[id].breaks(s));
}

size_t detector_systems(enum detector_id id, bool on_stack, bool breaks, char out[DETECTOR_SYSTEMS])
{
	struct text t = text_in(out, DETECTOR_SYSTEMS);
	size_t n = 0;

	for (size_t i = 0; system_words(i); i++)
		if (detector_breaks(id, on_stack, i) == breaks)
			text_put(&t, "%s%s", n++ ? " " : "", system_words(i)->name);
	return n;
}

bool detector_explain(const char *name)
{
	int id = detector_named(name);

	if (id < 0)
		return false;
	output_line("%s: %s", name, detectors[id].tells);
	explain_page(detector_page((enum detector_id)id));
	return true;
}

void detector_tables(void)
{
	output_line("| detector | level | what it tells | breaks on | who says so | instead | lesson |");
	output_line("|---|---|---|---|---|---|---|");
	for (int i = 0; i < DETECTOR_COUNT; i++) {
		const struct page *p = detector_page((enum detector_id)i);
		char names[DETECTOR_SYSTEMS];

		detector_systems((enum detector_id)i, false, true, names);
		output_line("| `%s` | %s | %s | %s | %s | %s | `%s` |", detectors[i].name,
		            level_names[detectors[i].level], detectors[i].tells, names, p->source, p->instead,
		            p->lesson);
	}
}
