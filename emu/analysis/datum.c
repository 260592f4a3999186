/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds what has a value by its name. See datum.h. */
#include "analysis/datum.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/location.h"
#include "analysis/process_view.h"
#include "analysis/snapshot_parts.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "base/text.h"
#include "debuginfo/disasm.h"

#define KERNEL "kernel:"
#define RETURN "return"

enum { VARIABLES_MAX = 256, NAMES_TOLD = 8 /* in an error */, A0 = 8, SP = 15 };

/* A process at an instant. */
struct scene {
	struct kernel_view view;
	struct proc proc;
	struct kernel_user user;
	struct trapframe regs;
	struct symbols *symbols;
	struct call calls[CALLS_MAX];
	size_t ncalls;
};

void datum_hex(uint32_t size, uint64_t value, char text[24])
{
	snprintf(text, 24, "%0*" PRIx64, (int)(2 * size), value);
}

static bool peek(void *arg, uint32_t va, uint32_t *value)
{
	const struct scene *s = arg;

	return kernel_peek_long(&s->view, &s->user.space, va, value);
}

/* The process that is looked at, if none was named: the one that runs, or the last one before it that is not init. */
static uint32_t usual_pid(struct session *session, const struct timeline_mark *mark)
{
	const struct timeline *t = session_timeline(session);
	uint32_t pid = timeline_pid(t, mark->icount, NULL);

	for (long i = mark->event; pid <= 1 && i >= 0; i--) {
		const struct event *e = timeline_event(t, (size_t)i);

		if (e->pid > 1)
			pid = e->pid;
	}
	return pid;
}

/* Moves a mark to where a process begins to exit, if it has done so by then. */
static void before_its_end(const struct timeline *t, uint32_t pid, struct timeline_mark *mark)
{
	for (long i = mark->event; i >= 0; i--) {
		const struct event *e = timeline_event(t, (size_t)i);

		if (e->kind == EV_EXIT_BEGIN && e->pid == pid) {
			*mark = (struct timeline_mark){e->icount, i, 0};
			return;
		}
		if (e->kind == EV_PROC_CREATE && e->arg[0] == pid)
			return;
	}
}

/* The process has nothing to look at: tells which ones have. */
static bool no_process(const struct kernel_view *v, uint32_t pid, const struct timeline_mark *mark, char *error)
{
	char alive[ERROR_MAX - 130];

	kernel_alive(v, alive, sizeof alive);
	return error_set(error, "pid %" PRIu32 " has no memory and no registers at @%" PRIu64 ": alive are pid %s", pid,
	                 mark->icount, alive);
}

static bool look(struct session *session, const struct timeline_mark *mark, uint32_t pid, struct scene *s, char *error)
{
	struct timeline *t = session_timeline(session);
	struct analysis_cache *cache = session_cache(session);
	struct stack_region region;
	struct process_view p;

	if (!timeline_seek(t, mark->icount))
		return error_set(error, "%s", timeline_failure(t));
	kernel_view(&s->view, timeline_machine(t), &cache->names);
	if (!process_view(&p, &s->view, pid) || !p.has_user || !kernel_registers(&s->view, &p.proc, &s->regs))
		return no_process(&s->view, pid, mark, error);
	s->proc = p.proc;
	s->user = p.user;
	s->user.space = p.space; /* a lender's is with its borrower */
	s->symbols = analysis_cache_symbols(cache, s->user.comm, s->proc.p_base);
	region = kernel_stack(&s->proc);
	s->ncalls = s->symbols ? snapshot_walk(s->symbols, &s->regs, &region, peek, s, s->calls, CALLS_MAX) : 0;
	return true;
}

/* Reads the value of a datum in memory, whose va and size are set. */
static bool from_memory(const struct scene *s, struct datum *d, const char *text, char *error)
{
	uint8_t bytes[DATUM_BYTES];

	if (d->size > DATUM_BYTES)
		d->size = DATUM_BYTES;
	if (d->size == 0)
		d->size = 4;
	if (d->va < S0BASE && (d->va & PGOFSET) + d->size > NBPG) /* its next page may lie anywhere */
		d->size = NBPG - (d->va & PGOFSET);
	d->reg = -1;
	d->pa = d->va - S0BASE; /* S0 maps all of memory */
	if (d->va < S0BASE && !machine_translate_in(s->view.machine, &s->user.space, d->va, &d->pa))
		return error_set(error, "%.60s: pid %" PRIu32 " has no page at %08" PRIx32, text, d->pid, d->va);
	if (d->pa > s->view.ram_size - d->size)
		return error_set(error, "%.60s: there is no memory at %08" PRIx32, text, d->va);
	memcpy(bytes, s->view.ram + d->pa, d->size);
	d->value = 0;
	for (uint32_t i = 0; i < d->size; i++)
		d->value = d->value << 8 | bytes[i];
	return true;
}

static bool from_register(const struct scene *s, struct datum *d, int reg)
{
	d->reg = reg;
	d->size = 4;
	d->value = reg == SP ? s->regs.tf_usp : reg < A0 ? s->regs.tf_d[reg] : s->regs.tf_a[reg - A0];
	return true;
}

static bool from_variable(const struct scene *s, const struct variable *v, const struct call *call, struct datum *d,
                          const char *text, char *error)
{
	snprintf(d->type, sizeof d->type, "%s", v->type);
	if (call)
		snprintf(d->name, sizeof d->name, "%.63s in %.63s()", v->name, call->function);
	else
		snprintf(d->name, sizeof d->name, "%.90s", v->name);
	d->size = v->size;
	if (v->place == VAR_REGISTER && call == &s->calls[0])
		return from_register(s, d, v->where);
	if (v->place == VAR_REGISTER)
		return error_set(error, "%.60s: is in register %s of a function that has called another one", text,
		                 register_name(v->where));
	if (v->place == VAR_FRAME && !call->fp)
		return error_set(error, "%.60s: its function has not made its frame yet", text);
	d->va = v->place == VAR_FRAME ? call->fp + (uint32_t)v->where : (uint32_t)v->where;
	return from_memory(s, d, text, error);
}

/* A variable, or the return address, of one call. False, and an empty error, if it has none of that name. */
static bool in_call(const struct scene *s, const struct call *call, const char *name, struct datum *d, const char *text,
                    char *error)
{
	struct variable v[VARIABLES_MAX];
	size_t n;

	*error = '\0';
	if (!strcmp(name, RETURN)) {
		if (!call->ra)
			return error_set(error, "%.60s: its return address is not on the stack now", text);
		snprintf(d->name, sizeof d->name, "the return address of %.63s()", call->function);
		d->va = call->ra;
		d->size = 4;
		return from_memory(s, d, text, error);
	}
	n = symbols_locals(s->symbols, call->pc, v, VARIABLES_MAX);
	for (size_t i = n < VARIABLES_MAX ? n : VARIABLES_MAX; i-- > 0;) /* inner blocks are later */
		if (!strcmp(v[i].name, name))
			return from_variable(s, &v[i], call, d, text, error);
	return false;
}

static bool in_globals(const struct scene *s, struct symbols *symbols, const char *name, struct datum *d,
                       const char *text, char *error)
{
	size_t n = symbols_globals(symbols, NULL, 0);
	struct variable *v = alloc_new(n, sizeof *v);
	bool ok = false;

	*error = '\0';
	symbols_globals(symbols, v, n);
	for (size_t i = 0; i < n && !ok && !*error; i++)
		if (!strcmp(v[i].name, name))
			ok = from_variable(s, &v[i], NULL, d, text, error);
	free(v);
	if (!ok && !*error && symbols_address(symbols, name, &d->va)) { /* of the library, or of assembly code */
		snprintf(d->name, sizeof d->name, "%.90s", name);
		d->size = 4;
		ok = from_memory(s, d, text, error);
	}
	return ok;
}

static bool no_datum(const struct scene *s, const struct datum *d, const char *text, char *error)
{
	const char *names[VARIABLES_MAX + 1] = {NULL}, *near;
	char there[ERROR_MAX - 130];
	struct text list = text_in(there, sizeof there);
	size_t n = 0;

	for (size_t i = 0; i < s->ncalls && n < VARIABLES_MAX; i++) {
		struct variable v[VARIABLES_MAX];
		size_t m = symbols_locals(s->symbols, s->calls[i].pc, v, VARIABLES_MAX);

		for (size_t k = 0; k < m && k < VARIABLES_MAX && n < VARIABLES_MAX; k++)
			names[n++] = v[k].name;
	}
	near = error_nearest(text, names);
	if (near)
		return error_set(error,
		                 "%.60s: pid %" PRIu32 " has no such variable, register or address now; did you "
		                 "mean %s?",
		                 text, d->pid, near);
	for (size_t i = 0; i < n && i < NAMES_TOLD; i++)
		text_put(&list, "%s%.30s", i ? ", " : "; there are ", names[i]);
	return error_set(error, "%.60s: pid %" PRIu32 " has no such variable, register or address now%s%s", text,
	                 d->pid, there, n > NAMES_TOLD ? ", ..." : "");
}

/* FUNCTION.NAME, or NAME of whatever function: the innermost call that has it. */
static bool in_calls(const struct scene *s, const char *text, struct datum *d, char *error)
{
	const char *dot = strchr(text, '.'), *name = dot ? dot + 1 : text;
	bool called = false;

	*error = '\0';
	for (size_t i = 0; i < s->ncalls; i++) {
		const char *function = s->calls[i].function;

		if (!function ||
		    (dot && (strlen(function) != (size_t)(dot - text) || memcmp(function, text, (size_t)(dot - text)))))
			continue;
		called = true;
		if (in_call(s, &s->calls[i], name, d, text, error))
			return true;
		if (*error)
			return false;
	}
	if (dot && !called)
		return error_set(error, "%.60s: pid %" PRIu32 " is in no call of that function at this instant", text,
		                 d->pid);
	return false;
}

/* A call that a process makes. */
struct calling {
	struct location location;
	uint32_t pid;
};

static bool is_called(void *arg, const struct passage *at)
{
	struct calling *c = arg;

	return at->user && at->pid == c->pid && location_here(&c->location, at);
}

/* "FUNCTION.return" of a process that is in no call of it: the word that had the return address of the last one. False
 * if there was none. */
static bool of_last_call(struct session *session, struct scene *s, struct datum *d, const char *text)
{
	const struct timeline_mark now = d->at;
	struct timeline_mark entry = now;
	const char *dot = strchr(text, '.');
	char function[LOCATION_NAME], why[ERROR_MAX];
	struct calling c = {.pid = d->pid};
	struct passage found;

	if (!dot || strcmp(dot + 1, RETURN) != 0 || (size_t)(dot - text) >= sizeof function)
		return false;
	snprintf(function, sizeof function, "%.*s", (int)(dot - text), text);
	if (!location_read(session, function, &c.location, why) ||
	    passage_last(session, 0, now.icount, is_called, &c, &found, why) != PASSAGE_FOUND)
		return false;
	step_to(session_timeline(session), &entry, found.icount);
	if (!look(session, &entry, d->pid, s, why) || !in_calls(s, text, d, why) ||
	    !look(session, &now, d->pid, s, why) || !from_memory(s, d, text, why))
		return false;
	snprintf(d->name, sizeof d->name, "the return address of the last call of %.63s(), @%" PRIu64, function,
	         entry.icount);
	return true;
}

static bool is_address(const char *text, uint32_t *va)
{
	char *end;
	unsigned long long n;

	if (strncmp(text, "0x", 2) != 0 || strlen(text) > 10 || strlen(text) == 2)
		return false;
	n = strtoull(text, &end, 16);
	*va = (uint32_t)n;
	return !*end;
}

static void tell_globals(struct symbols *symbols, const char *before,
                         void (*tell)(void *arg, const char *name, const char *type), void *arg)
{
	size_t n = symbols_globals(symbols, NULL, 0);
	struct variable *v = alloc_new(n, sizeof *v);

	symbols_globals(symbols, v, n);
	for (size_t i = 0; i < n; i++) {
		char name[DATUM_NAME];

		snprintf(name, sizeof name, "%s%s", before, v[i].name);
		tell(arg, name, *before ? "" : v[i].type);
	}
	free(v);
}

static void tell_call(const struct scene *s, size_t i, void (*tell)(void *arg, const char *name, const char *type),
                      void *arg)
{
	const struct call *call = &s->calls[i];
	struct variable v[VARIABLES_MAX];
	size_t n = symbols_locals(s->symbols, call->pc, v, VARIABLES_MAX);
	char name[DATUM_NAME];

	for (size_t k = n < VARIABLES_MAX ? n : VARIABLES_MAX; k-- > 0;) {
		if (i == 0) {
			tell(arg, v[k].name, v[k].type);
		} else if (call->function && v[k].place != VAR_REGISTER) {
			snprintf(name, sizeof name, "%.63s.%.63s", call->function, v[k].name);
			tell(arg, name, v[k].type);
		}
	}
	if (!call->function || !call->ra)
		return;
	snprintf(name, sizeof name, "%.63s.%s", call->function, RETURN);
	tell(arg, name, "return address");
}

void datum_names(struct session *session, const struct timeline_mark *mark, uint32_t pid,
                 void (*tell)(void *arg, const char *name, const char *type), void *arg)
{
	struct scene *s = alloc_new(1, sizeof *s);
	struct symbols *kernel = session_cache(session)->kernel;
	struct timeline_mark at = *mark;
	char error[ERROR_MAX];

	pid = pid ? pid : usual_pid(session, mark);
	before_its_end(session_timeline(session), pid, &at);
	if (look(session, &at, pid, s, error)) {
		for (size_t i = 0; i < s->ncalls; i++)
			tell_call(s, i, tell, arg);
		if (s->symbols)
			tell_globals(s->symbols, "", tell, arg);
		for (int reg = 0; reg <= SP; reg++)
			tell(arg, register_name(reg), "register");
	}
	if (kernel)
		tell_globals(kernel, KERNEL, tell, arg);
	free(s);
}

bool datum_read(struct session *session, const struct timeline_mark *mark, uint32_t pid, const char *text,
                struct datum *d, char error[ERROR_MAX])
{
	struct scene *s = alloc_new(1, sizeof *s);
	bool kernel = !strncmp(text, KERNEL, strlen(KERNEL)), ok = false;

	*d = (struct datum){.reg = -1, .size = 4, .pid = pid ? pid : usual_pid(session, mark), .at = *mark};
	snprintf(d->name, sizeof d->name, "%.90s", text);
	if (is_address(text, &d->va) && d->va >= S0BASE)
		kernel = true;
	if (kernel) {
		struct symbols *symbols = session_cache(session)->kernel;
		struct timeline *t = session_timeline(session);

		d->pid = 0;
		if (!timeline_seek(t, mark->icount)) {
			error_set(error, "%s", timeline_failure(t));
		} else {
			kernel_view(&s->view, timeline_machine(t), &session_cache(session)->names);
			if (*text == '0')
				ok = from_memory(s, d, text, error);
			else if (symbols)
				ok = in_globals(s, symbols, text + strlen(KERNEL), d, text, error) ||
				     (!*error && error_set(error, "%.60s: the kernel has no such variable", text));
			else
				error_set(error, "%.60s: the kernel has no symbols", text);
		}
		free(s);
		return ok;
	}
	before_its_end(session_timeline(session), d->pid, &d->at);
	if (!look(session, &d->at, d->pid, s, error)) {
		free(s);
		return false;
	}
	for (int reg = 0; reg <= SP && !ok; reg++)
		if (!strcmp(text, register_name(reg)))
			ok = from_register(s, d, reg);
	if (!ok && is_address(text, &d->va)) {
		ok = from_memory(s, d, text, error);
	} else if (!ok) {
		ok = in_calls(s, text, d, error) || (*error && of_last_call(session, s, d, text)) ||
		     (!*error && s->symbols && in_globals(s, s->symbols, text, d, text, error)) ||
		     (!*error && no_datum(s, d, text, error));
	}
	free(s);
	return ok;
}
