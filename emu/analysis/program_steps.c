/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Steps of a run's processes. See program_steps.h. */
#include "analysis/program_steps.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/liveness.h"
#include "analysis/passage.h"
#include "analysis/source_text.h"
#include "base/alloc.h"

#define DIGEST UINT64_C(0xcbf29ce484222325) /* of nothing */

enum {
	FUNCTION_MAX = 1 << 14, /* bytes of its code */
	LINES_MAX = 400000,     /* of all processes: some 20 MB */
	VARIABLES_MAX = 24,     /* of a function that are looked at */
	GLOBALS_MAX = 32,       /* of a program */
	BYTES_MAX = 64,         /* of one of them */
	PLACES = 1024,          /* lines whose variables are remembered; a power of two */
	FP = 14,                /* register */
	PIECE = 1 << 20,        /* instructions between two looks at how many lines there are */
};

/* Events -------------------------------------------------------------------------------------- */

/* Does the program do it, or see it? */
static bool is_own(uint32_t kind)
{
	return kind == EV_SYSCALL_ENTER || kind == EV_SYSCALL_EXIT || kind == EV_SIGNAL_DELIVER ||
	       kind == EV_EXEC_COMMIT || kind == EV_EXIT_BEGIN || kind == EV_TTY_READ || kind == EV_TTY_WRITE;
}

/* Does it hang on when processes run and on which page frames are free, and on nothing else? */
static bool is_chance(uint32_t kind)
{
	return kind == EV_PROC_STATE || kind == EV_PROC_SWITCH || kind == EV_PAGE_ALLOC || kind == EV_PAGE_FREE ||
	       kind == EV_FAULT_INVALID || kind == EV_FAULT_PROTECTION || kind == EV_FAULT_LENGTH ||
	       kind == EV_COW_COPY || kind == EV_VM_SWAPOUT || kind == EV_VM_SWAPIN;
}

static void add_process(struct program_steps *ps, uint32_t pid, size_t parent)
{
	struct process_steps *p;

	ps->processes = alloc_room(ps->processes, ps->count, &ps->room, sizeof *ps->processes);
	p = &ps->processes[ps->count++];
	*p = (struct process_steps){.pid = pid, .parent = parent, .child = 1};
	if (parent != STEPS_NOBODY)
		p->child = ++ps->processes[parent].nchildren;
	else
		for (size_t i = 0; i + 1 < ps->count; i++)
			p->child += ps->processes[i].parent == STEPS_NOBODY;
}

/* The last process of that pid among the first n. */
static size_t last_of(const struct program_steps *ps, uint32_t pid)
{
	for (size_t i = ps->count; i-- > 0;)
		if (ps->processes[i].pid == pid)
			return i;
	return STEPS_NOBODY;
}

size_t program_steps_of(const struct program_steps *ps, uint32_t pid, long event)
{
	for (size_t i = ps->count; i-- > 0;) {
		const struct process_steps *p = &ps->processes[i];

		if (p->pid == pid && (!p->nevents || p->events[0].event <= event))
			return i;
	}
	return STEPS_NOBODY;
}

void program_steps_read(struct session *session, struct program_steps *ps)
{
	const struct timeline *t = session_timeline(session);
	const struct event *e;

	*ps = (struct program_steps){.session = session};
	for (size_t i = 0; (e = timeline_event(t, i)); i++) {
		size_t n;

		if (e->kind == EV_PROC_CREATE && e->arg[0] > 1)
			add_process(ps, e->arg[0], last_of(ps, e->arg[1]));
		n = e->pid > 1 && !is_chance(e->kind) ? last_of(ps, e->pid) : STEPS_NOBODY;
		if (n != STEPS_NOBODY) {
			struct process_steps *p = &ps->processes[n];

			p->events = alloc_room(p->events, p->nevents, &p->events_room, sizeof *p->events);
			p->events[p->nevents++] = (struct event_step){(long)i, is_own(e->kind)};
		}
	}
}

void program_steps_free(struct program_steps *ps)
{
	for (size_t i = 0; i < ps->count; i++) {
		free(ps->processes[i].events);
		free(ps->processes[i].lines);
	}
	for (size_t i = 0; i < ps->nnames; i++)
		free(ps->names[i]);
	free(ps->names);
	free(ps->processes);
	*ps = (struct program_steps){0};
}

/* Lines --------------------------------------------------------------------------------------- */

/* A place in the code: is it the beginning of a line, and what is to be looked at there? */
struct code_place {
	const struct symbols *symbols;
	char program[MAXCOMLEN + 1]; /* another one may have symbols at the same address, later */
	uint32_t pc, base;
	bool begins;     /* a line does */
	bool has_return; /* the return address is at fp + 4, and the same in the other run if nothing is wrong */
	const char *file, *function;
	int line, first;
	uint64_t text;
	struct variable variables[VARIABLES_MAX];
	size_t nvariables;
};

struct watcher {
	struct program_steps *steps;
	size_t lines; /* of all processes */
	struct code_place *places;
	/* global variables of the program that was looked at last */
	char of[MAXCOMLEN + 1];
	uint32_t of_base;
	struct variable globals[GLOBALS_MAX];
	size_t nglobals;
	/* the process that ran last */
	uint32_t pid;
	size_t process;
	uint64_t values; /* at the beginning of the instruction that runs */
	bool begun;
};

static const char *keep_name(struct program_steps *ps, const char *name)
{
	for (size_t i = 0; i < ps->nnames; i++)
		if (!strcmp(ps->names[i], name))
			return ps->names[i];
	ps->names = alloc_room(ps->names, ps->nnames, &ps->names_room, sizeof *ps->names);
	return ps->names[ps->nnames++] = alloc_string(name);
}

bool program_steps_comparable(const struct variable *v)
{
	return !strchr(v->type, '*') && !strstr(v->type, "va_list") && v->size;
}

/* Keeps those that can be compared and, where it is known, hold something. */
static size_t choose(struct variable *list, size_t n, size_t max, struct liveness *live)
{
	size_t kept = 0;

	for (size_t i = 0; i < n && i < max; i++) {
		const struct variable *v = &list[i];

		if (program_steps_comparable(v) && v->size <= BYTES_MAX &&
		    (!live || v->place != VAR_FRAME || v->argument ||
		     liveness_holds(live, v->where, v->size, v->where)))
			list[kept++] = *v;
	}
	return kept;
}

/* Liveness at an instruction of the function that begins at `start`; NULL if its code is not there. */
static struct liveness *live_at(const struct passage *at, uint32_t start, uint32_t end)
{
	uint32_t size = end - start;
	uint8_t *code;
	struct liveness *live;

	if (!size || size > FUNCTION_MAX)
		return NULL;
	code = alloc_new(size, 1);
	for (uint32_t i = 0, pa; i < size; i++)
		if (machine_translate(at->machine, start + i, &pa) && pa < machine_ram_size(at->machine))
			code[i] = machine_ram(at->machine)[pa];
	live = liveness_new(at->symbols, code, start, size, start, at->pc);
	free(code);
	return live;
}

static void mix(uint64_t *digest, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) /* FNV-1a */
		*digest = (*digest ^ ((const uint8_t *)bytes)[i]) * UINT64_C(0x100000001b3);
}

static uint64_t text_of(const struct timeline *t, const char *file, int line)
{
	char *text = source_line(t, file, line);
	uint64_t sum = *text ? DIGEST : 0;

	mix(&sum, text, strlen(text));
	free(text);
	return sum;
}

static void look_up(struct watcher *w, struct code_place *c, const struct passage *at)
{
	const char *file, *function, *slash, *begins;
	uint32_t start = 0, end;
	struct liveness *live;
	struct unwind u;

	*c = (struct code_place){.symbols = at->symbols, .pc = at->pc, .base = at->base};
	memcpy(c->program, at->program, sizeof c->program);
	c->begins = symbols_line_starts(at->symbols, at->pc, &file, &c->line);
	if (!c->begins)
		return;
	slash = strrchr(file, '/');
	c->text = w->steps->texts ? text_of(session_timeline(w->steps->session), file, c->line) : 0;
	c->file = keep_name(w->steps, slash ? slash + 1 : file);
	function = symbols_function(at->symbols, at->pc, &start);
	c->function = keep_name(w->steps, function ? function : "");
	if (!function || !symbols_line(at->symbols, start, &begins, &c->first))
		c->first = 0;
	/* the library's own are nobody's business; and at its beginning a function has made no frame yet */
	if (strstr(file, "/libc/") || at->pc == start || !function ||
	    !symbols_bounds(at->symbols, function, &start, &end))
		return;
	live = live_at(at, start, end);
	c->nvariables = choose(c->variables, symbols_locals(at->symbols, at->pc, c->variables, VARIABLES_MAX),
	                       VARIABLES_MAX, live);
	liveness_free(live);
	c->has_return = !w->steps->texts && symbols_unwind(at->symbols, at->pc, &u) && u.base == FP && u.offset == 8;
}

static struct code_place *place_of(struct watcher *w, const struct passage *at)
{
	struct code_place *c = &w->places[(at->pc >> 1 ^ at->base >> 12) % PLACES];

	if (c->pc != at->pc || c->symbols != at->symbols || c->base != at->base || strcmp(c->program, at->program) != 0)
		look_up(w, c, at);
	return c;
}

static void mix_memory(uint64_t *digest, struct machine *m, uint32_t va, uint32_t size)
{
	while (size) {
		uint32_t part = NBPG - (va & PGOFSET), pa;

		part = part < size ? part : size;
		if (va >= S0BASE || !machine_translate(m, va, &pa) || pa > machine_ram_size(m) - part)
			mix(digest, "-", 1);
		else
			mix(digest, machine_ram(m) + pa, part);
		va += part;
		size -= part;
	}
}

static void look_at_globals(struct watcher *w, const struct passage *at)
{
	if (!strcmp(w->of, at->program) && w->of_base == at->base)
		return;
	memcpy(w->of, at->program, sizeof w->of);
	w->of_base = at->base;
	w->nglobals = choose(w->globals, symbols_globals(at->symbols, w->globals, GLOBALS_MAX), GLOBALS_MAX, NULL);
}

/* What the variables hold as the line begins. */
static uint64_t digest(struct watcher *w, const struct code_place *c, const struct passage *at)
{
	uint64_t sum = DIGEST;
	uint32_t fp = machine_register(at->machine, FP);

	look_at_globals(w, at);
	for (size_t i = 0; i < w->nglobals; i++)
		mix_memory(&sum, at->machine, (uint32_t)w->globals[i].where, w->globals[i].size);
	for (size_t i = 0; i < c->nvariables; i++) {
		const struct variable *v = &c->variables[i];
		uint32_t value;

		if (v->place == VAR_REGISTER) {
			value = machine_register(at->machine, v->where);
			mix(&sum, &value, sizeof value);
		} else {
			mix_memory(&sum, at->machine,
			           v->place == VAR_FRAME ? fp + (uint32_t)v->where : (uint32_t)v->where, v->size);
		}
	}
	if (c->has_return)
		mix_memory(&sum, at->machine, fp + 4, 4);
	return sum ? sum : 1;
}

static void on_begin(void *arg, const struct passage *at)
{
	struct watcher *w = arg;
	const struct code_place *c;

	w->begun = false;
	if (!at->user || at->pid <= 1 || !at->symbols)
		return;
	c = place_of(w, at);
	w->begun = c->begins;
	w->values = c->begins && c->function && (c->nvariables || c->has_return) ? digest(w, c, at) : 0;
}

static void on_insn(void *arg, const struct passage *at)
{
	struct watcher *w = arg;
	struct process_steps *p;
	const struct code_place *c;

	if (!w->begun || !at->user)
		return;
	if (at->pid != w->pid) {
		const struct timeline *t = session_timeline(w->steps->session);

		w->pid = at->pid;
		w->process = program_steps_of(w->steps, at->pid, (long)timeline_events_until(t, at->icount) - 1);
	}
	if (w->process == STEPS_NOBODY)
		return;
	c = place_of(w, at);
	p = &w->steps->processes[w->process];
	p->lines = alloc_room(p->lines, p->nlines, &p->lines_room, sizeof *p->lines);
	p->lines[p->nlines++] =
		(struct line_step){at->icount, c->file, c->function, c->line, c->first, c->text, w->values};
	w->lines++;
	w->begun = false;
}

bool program_steps_watch(struct program_steps *ps, uint64_t from, uint64_t to, char error[ERROR_MAX])
{
	struct watcher w = {.steps = ps, .places = alloc_new(PLACES, sizeof *w.places)};
	const struct passage_ear ear = {.arg = &w, .begin = on_begin, .insn = on_insn, .reg = -1};
	const struct timeline *t = session_timeline(ps->session);
	const struct allowance time = allowance_new(timeline_config(t)->limits.seconds);
	bool ok = true;

	to = to < timeline_end(t) ? to : timeline_end(t);
	ps->from = ps->to = from;
	while (ok && ps->to < to && w.lines < LINES_MAX) {
		uint64_t until = to - ps->to < PIECE ? to : ps->to + PIECE;

		ok = passage_listen(ps->session, ps->to, until, &ear, error);
		if (ok && allowance_spent(&time))
			ok = error_set(error, "stopped near @%llu: too much processor time (--max-seconds)",
			               (unsigned long long)until);
		ps->to = until;
	}
	free(w.places);
	return ok;
}
