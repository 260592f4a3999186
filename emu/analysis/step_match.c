/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When steps of two runs are the same. See step_match.h. */
#include "analysis/step_match.h"

#include <string.h>

#include "abi/syscalls.h"
#include "analysis/syscall_name.h"
#include "base/alloc.h"

/* Two runs, and who is who. */
struct two {
	const struct program_steps *steps;
	const size_t *match;
};

/* Are two pids those of the same process of the family? */
static bool same_process(const struct two *c, uint32_t a, uint32_t b, const long event[2])
{
	size_t of_a = program_steps_of(&c->steps[0], a, event[0]), of_b = program_steps_of(&c->steps[1], b, event[1]);

	if (of_a == STEPS_NOBODY || of_b == STEPS_NOBODY)
		return a == b;
	return c->match[of_a] == of_b;
}

static bool gives_pid(uint32_t call)
{
	return call == SYS_FORK || call == SYS_VFORK || call == SYS_WAIT4 || call == SYS_GETPID || syscall_makes(call);
}

/* Arguments that are addresses may differ, where the two programs have other things at other places. */
static bool same_arguments(const struct two *c, const struct event *a, const struct event *b, const long at[2])
{
	const char *shape = syscall_shape(a->arg[0]);

	for (int i = 0; i < 3 && shape[i]; i++)
		switch (shape[i]) {
		case 's':
		case 'b':
		case 'a':
		case 'H':
			break;
		case 'P':
		case 'W':
			if (!same_process(c, a->arg[1 + i], b->arg[1 + i], at))
				return false;
			break;
		default:
			if (a->arg[1 + i] != b->arg[1 + i])
				return false;
		}
	return true;
}

/* Is it the child's side of a call that returns twice? What the kernel gives it is for the library's stub, and C sees 0
 * everywhere. */
static bool is_childs(const struct event *e)
{
	return syscall_makes(e->arg[0]) && e->arg[0] != SYS_EXECVE && !e->arg[3] && (e->arg[2] == 1 || !e->arg[1]);
}

bool step_match_events(const struct program_steps steps[2], const size_t *match, long event_a, long event_b)
{
	const struct two both = {steps, match}, *c = &both;
	const struct event *a = timeline_event(session_timeline(steps[0].session), (size_t)event_a);
	const struct event *b = timeline_event(session_timeline(steps[1].session), (size_t)event_b);
	const long at[2] = {event_a, event_b};

	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case EV_SYSCALL_ENTER:
		return a->arg[0] == b->arg[0] && same_arguments(c, a, b, at);
	case EV_SYSCALL_EXIT:
		return a->arg[0] == b->arg[0] && a->arg[3] == b->arg[3] &&
		       (a->arg[3] || a->arg[1] == b->arg[1] || (is_childs(a) && is_childs(b)) ||
		        a->arg[0] == SYS_OBREAK || (gives_pid(a->arg[0]) && same_process(c, a->arg[1], b->arg[1], at)));
	case EV_SIGNAL_DELIVER:
		return a->arg[0] == b->arg[0] && !a->arg[2] == !b->arg[2];
	case EV_SIGNAL_POST:
		return a->arg[1] == b->arg[1] && same_process(c, a->arg[0], b->arg[0], at);
	case EV_EXEC_COMMIT:
	case EV_EXEC_DONE: /* the two that the runs are about are held against each other, whatever they are called */
		return !strcmp(a->text, b->text) || (event_a <= session_beginning(c->steps[0].session) &&
		                                     event_b <= session_beginning(c->steps[1].session));
	case EV_EXIT_BEGIN:
		return a->arg[0] == b->arg[0];
	case EV_TTY_READ:
	case EV_TTY_WRITE:
		return a->arg[0] == b->arg[0] && !strcmp(a->text, b->text);
	case EV_WAIT_REAP:
		return a->arg[1] == b->arg[1] && same_process(c, a->arg[0], b->arg[0], at);
	default:
		return true;
	}
}

size_t *step_match_processes(const struct program_steps steps[2], size_t *common)
{
	const struct program_steps *a = &steps[0], *b = &steps[1];
	size_t *match = alloc_new(a->count + 1, sizeof *match);

	*common = 0;
	for (size_t i = 0; i < a->count; i++) {
		const struct process_steps *p = &a->processes[i];
		size_t parent = p->parent == STEPS_NOBODY ? STEPS_NOBODY : match[p->parent];

		match[i] = STEPS_NOBODY;
		for (size_t k = 0; k < b->count && match[i] == STEPS_NOBODY; k++)
			if (b->processes[k].child == p->child && b->processes[k].parent == parent &&
			    (p->parent == STEPS_NOBODY || parent != STEPS_NOBODY))
				match[i] = k;
		*common += match[i] != STEPS_NOBODY;
	}
	return match;
}

bool step_match_lines(const struct line_step *a, const struct line_step *b)
{
	return !strcmp(a->function, b->function) &&
	       ((a->text && a->text == b->text) || a->line - a->first == b->line - b->first);
}
