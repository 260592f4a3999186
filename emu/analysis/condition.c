/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for what happens in a run. See condition.h. */
#include "analysis/condition.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "analysis/hazard.h"
#include "analysis/step.h"
#include "analysis/writer.h"
#include "base/alloc.h"
#include "debuginfo/disasm.h"

const struct condition_word condition_things[] = {
	{"write", OPERAND_DATUM, CONDITION_WRITE, "something is stored there"},
	{"read", OPERAND_DATUM, CONDITION_READ, "an instruction reads it"},
	{"change", OPERAND_DATUM, CONDITION_CHANGE, "something else is stored there than what is there"},
	{"call", OPERAND_FUNCTION, CONDITION_LOCATION, "the function is entered"},
	{"return", OPERAND_FUNCTION, CONDITION_LOCATION, "the function returns"},
	{"event", OPERAND_EVENT, CONDITION_EVENT, "an event, with these arguments"},
	{"console", OPERAND_TEXT, CONDITION_CONSOLE, "the text has been printed"},
	{0},
};

const struct condition_word condition_filters[] = {
	{"pid", OPERAND_PID, CONDITION_NONE, "by that process"},
	{"mode", OPERAND_MODE, CONDITION_NONE, "by the program, or by the kernel"},
	{"in", OPERAND_LOCATION, CONDITION_NONE, "by an instruction of the function, or of the line"},
	{0},
};

const char *const condition_modes[] = {[MODE_ANY] = "", [MODE_USER] = "user", [MODE_KERNEL] = "kernel", NULL};

/* Reading ------------------------------------------------------------------------------------- */

/* The rest of a text behind a word and blanks; NULL if it does not begin with that word. */
static const char *behind(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || !isspace((unsigned char)text[length]))
		return NULL;
	return text + length + strspn(text + length, " \t");
}

/* A negative one is what a longword has of it. */
static bool read_value(const char *text, uint64_t *value)
{
	bool minus = *text == '-', hex = !strncmp(text + minus, "0x", 2);
	char *end;

	text += minus;
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, hex ? 16 : 10);
	if (minus)
		*value = (uint32_t) - (uint32_t)*value;
	return !*end && !errno && (!hex || end > text + 2);
}

/* Cuts " = VALUE" off a text. False if there is one that is no number. */
static bool cut_value(char *text, struct condition *c)
{
	char *equals = strchr(text, '=');
	size_t length;

	if (!equals)
		return true;
	c->has_value = true;
	*equals = '\0';
	for (length = strlen(text); length && isspace((unsigned char)text[length - 1]); length--)
		text[length - 1] = '\0';
	return read_value(equals + 1 + strspn(equals + 1, " \t"), &c->value);
}

/* "NAME=VALUE ...": arguments of an event. */
static bool read_arguments(char *text, struct condition *c, char *error)
{
	for (char *rest = text, *word; (word = strtok_r(rest, " \t", &rest));) {
		char *equals = strchr(word, '=');
		char name[CONDITION_TEXT];
		int argument = -1;
		uint64_t value;

		if (!equals)
			return error_set(error, "%.60s: behind an event come arguments, as NAME=VALUE", word);
		*equals = '\0';
		for (int i = 0; event_arg_name(c->event, i, name, sizeof name); i++)
			if (!strcmp(name, word))
				argument = i;
		if (argument < 0)
			return error_set(error, "%.60s: %s has no such argument; vforkscope events shows them", word,
			                 event_name(c->event));
		if (!read_value(equals + 1, &value) || value > UINT32_MAX)
			return error_set(error, "%.60s: is no number", equals + 1);
		c->args[argument] = (uint32_t)value;
		c->wanted |= 1u << argument;
	}
	return true;
}

/* A datum, which is written, read or changed. */
static bool read_datum(struct session *session, char *text, const struct timeline_mark *at, enum condition_kind kind,
                       struct condition *c, char *error)
{
	const struct chronicle *ch = &session_cache(session)->chronicle;
	long course;

	c->kind = kind;
	if (!cut_value(text, c))
		return error_set(error, "%.60s: behind = comes a number", text);
	/* one that is not there yet may have its variables where another one has them */
	if (!datum_read(session, at, c->has_pid ? c->pid : 0, text, &c->datum, error) &&
	    !(c->has_pid && datum_read(session, at, 0, text, &c->datum, error) && c->datum.reg < 0))
		return false;
	course = c->datum.pid ? chronicle_course(ch, c->datum.pid, at->icount) : -1;
	if (course >= 0)
		snprintf(c->program, sizeof c->program, "%.*s", MAXCOMLEN,
		         course_name(&ch->courses[course], c->datum.at.icount));
	return true;
}

static bool read_thing(struct session *session, char *text, const struct timeline_mark *at, struct condition *c,
                       char *error)
{
	const struct condition_word *verb = condition_things;
	size_t name = strcspn(text, " \t");
	char word[LOCATION_NAME + 16];
	const char *rest = NULL;
	int kind;

	while (verb->word && !(rest = behind(text, verb->word)))
		verb++;
	if (rest && verb->operand == OPERAND_DATUM)
		return read_datum(session, text + (rest - text), at, verb->kind, c, error);
	if (rest && verb->operand == OPERAND_TEXT) {
		c->kind = verb->kind;
		if (strlen(rest) >= sizeof c->text)
			return error_set(error, "the text to look for is too long");
		strcpy(c->text, rest);
		return true;
	}
	if (rest && verb->operand == OPERAND_EVENT)
		return read_thing(session, text + (rest - text), at, c, error);
	snprintf(word, sizeof word, "%.*s", (int)name, text);
	kind = event_kind(word);
	if (kind >= 0) {
		c->kind = CONDITION_EVENT;
		c->event = (uint32_t)kind;
		return read_arguments(text + name, c, error);
	}
	c->kind = CONDITION_LOCATION;
	if (!rest)
		return location_read(session, text, &c->location, error);
	snprintf(word, sizeof word, strcmp(verb->word, "return") ? "%.71s" : "%.64s.return", rest);
	return location_read(session, word, &c->location, error);
}

/* "NAME = VALUE", "NAME != VALUE". */
static bool read_check(const char *text, struct condition *c, char *error)
{
	const char *equals = strchr(text, '='), *end = equals;
	struct condition_check *check = &c->checks[c->nchecks];

	if (c->nchecks == CONDITION_CHECKS)
		return error_set(error, "%.60s: at most %d variables are compared", text, CONDITION_CHECKS);
	check->other = end > text && end[-1] == '!';
	end -= check->other;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (end == text || (size_t)(end - text) >= sizeof check->name ||
	    !read_value(equals + 1 + strspn(equals + 1, " \t"), &check->value))
		return error_set(error, "%.60s: write NAME = VALUE or NAME != VALUE", text);
	memcpy(check->name, text, (size_t)(end - text));
	check->name[end - text] = '\0';
	c->nchecks++;
	return true;
}

/* What an instruction does, too, by the first word. */
static const char *const doings[] = {"write", "read", "change", "call", "return"};

static bool read_also(struct session *session, const char *text, struct condition *c, char *error)
{
	struct condition *also;
	bool ok;

	if (*c->also || strlen(text) >= sizeof c->also)
		return error_set(error, "%.60s: one more thing that an instruction does is enough", text);
	also = alloc_new(1, sizeof *also);
	ok = condition_read(session, text, &c->looked_up, also, error);
	free(also);
	strcpy(c->also, text);
	return ok;
}

static bool read_filter(struct session *session, const char *text, struct condition *c, char *error)
{
	const char *rest;
	uint64_t n;

	if ((rest = behind(text, "pid")) && read_value(rest, &n) && n <= UINT32_MAX) {
		c->has_pid = true;
		c->pid = (uint32_t)n;
		return true;
	}
	if ((rest = behind(text, "in")))
		return c->has_inside = location_read(session, rest, &c->inside, error);
	rest = behind(text, "mode");
	for (int mode = MODE_USER; rest && condition_modes[mode]; mode++)
		if (!strcmp(rest, condition_modes[mode])) {
			c->mode = (enum condition_mode)mode;
			return true;
		}
	for (size_t i = 0; i < sizeof doings / sizeof *doings; i++)
		if (behind(text, doings[i]))
			return read_also(session, text, c, error);
	if (strchr(text, '='))
		return read_check(text, c, error);
	return error_set(error,
	                 "%.60s: behind \"and\" comes pid N, mode user, mode kernel, in FUNCTION or FILE:LINE, NAME = "
	                 "VALUE, or what the same instruction does: write, read, change, call, return",
	                 text);
}

bool condition_read(struct session *session, const char *text, const struct timeline_mark *at, struct condition *c,
                    char error[ERROR_MAX])
{
	char *copy = alloc_string(text + strspn(text, " \t")), *and;
	bool ok = true;

	memset(c, 0, sizeof *c);
	c->looked_up = *at;
	while (ok && (and = strstr(copy, CONDITION_AND))) { /* the filters, from the last one on */
		for (char *next; (next = strstr(and+1, CONDITION_AND));)
			and = next;
		ok = read_filter(session, and+strlen(CONDITION_AND), c, error);
		*and = '\0';
	}
	ok = ok && read_thing(session, copy, at, c, error);
	if (ok && c->has_inside && (c->kind == CONDITION_EVENT || c->kind == CONDITION_CONSOLE))
		ok = error_set(error, "%.60s: what an event or a text tells is in no function", text);
	if (ok && *c->also && (c->kind == CONDITION_EVENT || c->kind == CONDITION_CONSOLE))
		ok = error_set(error, "%.60s: no instruction does what an event or a text tells", text);
	free(copy);
	return ok;
}

/* Looking ------------------------------------------------------------------------------------- */

static bool fits(const struct condition *c, uint32_t pid, bool user)
{
	return (!c->has_pid || c->pid == pid) && (c->mode == MODE_ANY || (c->mode == MODE_USER) == user);
}

static bool event_fits(const struct condition *c, const struct event *e)
{
	if (e->kind != c->event || !fits(c, e->pid, false))
		return false;
	for (int i = 0; i < EVENT_ARGS; i++)
		if (c->wanted >> i & 1 && e->arg[i] != c->args[i])
			return false;
	return true;
}

static enum passage_end find_hazard(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                    bool backward, char *error)
{
	struct timeline_mark at = *mark;
	const struct hazard *h;

	while ((h = session_hazard(session, &at, backward ? -1 : 1))) {
		at = hazard_mark(h);
		if (!event_fits(c, &h->event))
			continue;
		*mark = at;
		return PASSAGE_FOUND;
	}
	return hazards_all(session, error) ? PASSAGE_NONE : PASSAGE_FAILED;
}

static enum passage_end find_event(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                   bool backward)
{
	const struct timeline *t = session_timeline(session);
	long n = (long)timeline_nevents(t), at = mark->event;

	if (backward && at >= 0 && (mark->hazard || timeline_event(t, (size_t)at)->icount < mark->icount))
		at++;
	for (at += backward ? -1 : 1; at >= 0 && at < n; at += backward ? -1 : 1) {
		const struct event *e = timeline_event(t, (size_t)at);

		if (event_fits(c, e)) {
			*mark = (struct timeline_mark){e->icount, at, 0};
			return PASSAGE_FOUND;
		}
	}
	return PASSAGE_NONE;
}

/* The text is there with the piece of output that has its last byte. */
static enum passage_end find_text(struct session *session, const struct condition *c, struct timeline_mark *mark,
                                  bool backward)
{
	struct timeline *t = session_timeline(session);
	const struct recording *r = timeline_recording(t);
	size_t length = strlen(c->text), size = r->noutputs ? r->outputs[r->noutputs - 1].end : 0, piece = 0;
	uint64_t found = 0;
	bool has = false;

	for (const char *at = r->text; at && (at = memmem(at, size - (size_t)(at - r->text), c->text, length)); at++) {
		size_t end = (size_t)(at - r->text) + length;
		uint64_t icount;

		while (r->outputs[piece].end < end)
			piece++;
		icount = r->outputs[piece].icount;
		if (!fits(c, timeline_pid(t, icount, NULL), false))
			continue;
		if (backward ? icount >= mark->icount : icount > mark->icount) {
			if (!backward && !has) {
				has = true;
				found = icount;
			}
			break;
		}
		if (backward) {
			has = true;
			found = icount;
		}
	}
	if (!has)
		return PASSAGE_NONE;
	step_to(t, mark, found);
	return PASSAGE_FOUND;
}

/* Does an instruction's place fit, too? */
static bool fits_there(struct condition *c, const struct passage *at)
{
	return fits(c, at->pid, at->user) && (!c->has_inside || location_inside(&c->inside, at));
}

static bool is_there(void *arg, const struct passage *at)
{
	struct condition *c = arg;

	return fits_there(c, at) && location_here(&c->location, at);
}

enum { DECODED = 1024 /* instructions whose registers are remembered */ };

/* What happens to a datum, while a stretch runs. */
struct watch {
	struct session *session;
	struct condition *condition;
	struct {
		uint32_t pc, base;
		char program[MAXCOMLEN + 1];
		uint16_t reads;
	} decoded[DECODED]; /* of READ of a register */
	bool last, found;
	struct passage at;
};

/* Cheap first: does it lie in the page as the datum does? */
static bool touches(void *arg, uint32_t pa, uint32_t size)
{
	const struct watch *w = arg;
	const struct datum *d = &w->condition->datum;
	uint32_t at = pa & PGOFSET, there = *w->condition->program ? d->va & PGOFSET : d->pa & PGOFSET;

	return at < there + d->size && at + size > there;
}

/* Is it the variable in the space of the process that runs? */
static bool hits(const struct watch *w, const struct passage *at, uint32_t from, uint32_t size, uint32_t *pa)
{
	const struct condition *c = w->condition;
	const struct datum *d = &c->datum;
	const struct chronicle *ch = &session_cache(w->session)->chronicle;
	const char *program = at->program;
	long course;

	*pa = d->pa;
	if (*c->program && !machine_translate(at->machine, d->va, pa))
		return false;
	if (from >= *pa + d->size || from + size <= *pa)
		return false;
	if (!*c->program)
		return true;
	course = at->user ? -1 : chronicle_course(ch, at->pid, at->icount);
	if (course >= 0)
		program = course_name(&ch->courses[course], at->icount);
	return !strcmp(program, c->program);
}

static void note(struct watch *w, const struct passage *at)
{
	w->found = true;
	w->at = *at;
}

static void on_store(void *arg, const struct passage *at, const struct store *s)
{
	struct watch *w = arg;
	struct condition *c = w->condition;
	uint64_t was = 0, now = 0;
	uint32_t pa;

	if ((w->found && !w->last) || !hits(w, at, s->pa, s->size, &pa) || !fits_there(c, at))
		return;
	for (uint32_t i = 0; i < c->datum.size; i++) {
		uint8_t before = machine_ram(at->machine)[pa + i];

		was = was << 8 | before;
		now = now << 8 | (pa + i - s->pa < s->size ? s->bytes[pa + i - s->pa] : before);
	}
	if ((!c->has_value || now == c->value) && (c->kind == CONDITION_WRITE || was != now))
		note(w, at);
}

static void on_load(void *arg, const struct passage *at, const struct load *l)
{
	struct watch *w = arg;
	struct condition *c = w->condition;
	uint64_t now = 0;
	uint32_t pa;

	if ((w->found && !w->last) || !hits(w, at, l->pa, l->size, &pa) || !fits_there(c, at))
		return;
	for (uint32_t i = 0; i < c->datum.size; i++)
		now = now << 8 | machine_ram(at->machine)[pa + i];
	if (!c->has_value || now == c->value)
		note(w, at);
}

/* Registers that an instruction reads. */
static uint16_t reads_of(struct watch *w, const struct passage *at)
{
	size_t i = (at->pc >> 1) % DECODED;
	uint8_t code[22]; /* the longest instruction */

	if (w->decoded[i].pc != at->pc || w->decoded[i].base != at->base ||
	    strcmp(w->decoded[i].program, at->program) != 0) {
		w->decoded[i].pc = at->pc;
		w->decoded[i].base = at->base;
		memcpy(w->decoded[i].program, at->program, sizeof w->decoded[i].program);
		w->decoded[i].reads = disasm_reads(code, passage_code(at, code, sizeof code), at->pc);
	}
	return w->decoded[i].reads;
}

static void on_insn(void *arg, const struct passage *at)
{
	struct watch *w = arg;
	struct condition *c = w->condition;

	if ((w->found && !w->last) || !at->user || at->pid != c->datum.pid || (c->has_value && at->before != c->value))
		return;
	if (reads_of(w, at) >> c->datum.reg & 1 && fits_there(c, at))
		note(w, at);
}

/* Looks for what happens to a datum in memory, or is read of a register. */
static enum passage_end find_use(struct session *session, struct condition *c, uint64_t from, uint64_t to,
                                 bool backward, struct passage *found, char *error)
{
	struct watch *w = alloc_new(1, sizeof *w);
	bool of_register = c->datum.reg >= 0, reads = c->kind == CONDITION_READ;
	const struct passage_ear ear = {
		.arg = w,
		.insn = of_register ? on_insn : NULL,
		.store = reads ? NULL : on_store,
		.load = reads && !of_register ? on_load : NULL,
		.touches = touches,
		.reg = of_register ? c->datum.reg : -1,
	};
	enum passage_end end = PASSAGE_NONE;
	struct passage_pieces pieces;
	uint64_t begin, behind;

	w->session = session;
	w->condition = c;
	w->last = backward;
	passage_pieces(&pieces, session_timeline(session), from, to, backward);
	while (end == PASSAGE_NONE && passage_piece(&pieces, &begin, &behind)) {
		if (!passage_in_time(&pieces, error) || !passage_listen(session, begin, behind, &ear, error))
			end = PASSAGE_FAILED;
		else if (w->found)
			end = PASSAGE_FOUND;
	}
	*found = w->at;
	free(w);
	return end;
}

/* A process that is not there at an instant: moves that to the next one (backward: the last one) at which it did
 * something. False if there is none. */
static bool meet(const struct timeline *t, uint32_t pid, uint64_t *at, uint64_t to, bool backward)
{
	bool met = false;

	for (size_t i = 0; i < timeline_nevents(t) && (backward || !met); i++) {
		const struct event *e = timeline_event(t, i);

		if (e->pid == pid && (backward ? e->icount < to : e->icount > *at && e->icount < to)) {
			*at = e->icount;
			met = true;
		}
	}
	return met;
}

/* Changes of a register, until one fits. */
static enum passage_end find_change(struct session *session, struct condition *c, uint64_t from, uint64_t to,
                                    bool backward, struct passage *found, char *error)
{
	struct datum d = c->datum;
	struct timeline_mark mark;
	struct write w;
	enum passage_end end;

	for (;;) {
		/* its value where the search stands */
		step_to(session_timeline(session), &mark, backward ? to : from);
		if (!datum_read(session, &mark, d.pid, register_name(d.reg), &d, error)) {
			uint64_t *at = backward ? &to : &from;

			if (!meet(session_timeline(session), c->datum.pid, at, to, backward))
				return PASSAGE_NONE;
			d = c->datum;
			continue;
		}
		end = backward ? writer_last(session, &d, from, to, &w, error)
		               : writer_first(session, &d, from, to, &w, error);
		if (end != PASSAGE_FOUND)
			return end;
		if (fits(c, w.at.pid, !w.kernel) && (!c->has_value || w.now == c->value) &&
		    (!c->has_inside || location_inside(&c->inside, &w.at))) {
			*found = w.at;
			return end;
		}
		if (backward)
			to = w.at.icount;
		else
			from = w.at.icount + 1;
	}
}

/* The next time that it comes true, whatever the variables are that it compares. */
static enum passage_end find_next(struct session *session, struct condition *c, struct timeline_mark *mark,
                                  bool backward, char *error)
{
	uint64_t from = backward ? 0 : mark->icount + 1, to = backward   ? mark->icount
	                                                      : c->until ? c->until
	                                                                 : UINT64_MAX;
	struct passage found;
	enum passage_end end;

	switch (c->kind) {
	case CONDITION_EVENT:
		return hazard_kind(c->event) ? find_hazard(session, c, mark, backward, error)
		                             : find_event(session, c, mark, backward);
	case CONDITION_CONSOLE:
		return find_text(session, c, mark, backward);
	case CONDITION_LOCATION:
		end = backward ? passage_last(session, from, to, is_there, c, &found, error)
		               : passage_first(session, from, to, is_there, c, &found, error);
		break;
	default:
		end = c->datum.reg >= 0 && c->kind != CONDITION_READ
		              ? find_change(session, c, from, to, backward, &found, error)
		              : find_use(session, c, from, to, backward, &found, error);
		break;
	}
	if (end == PASSAGE_FOUND)
		step_to(session_timeline(session), mark, found.icount);
	return end;
}

/* Have the variables at a mark the values that they are to have? One that is not there has none; *known is set if one
 * is. */
static bool checks_hold(struct session *session, const struct condition *c, const struct timeline_mark *mark,
                        bool *known, char *error)
{
	for (size_t i = 0; i < c->nchecks; i++) {
		const struct condition_check *check = &c->checks[i];
		uint64_t all;
		struct datum d;

		if (!datum_read(session, mark, c->has_pid ? c->pid : 0, check->name, &d, error))
			return false;
		*known = true;
		all = d.size < 8 ? (UINT64_C(1) << 8 * d.size) - 1 : UINT64_MAX;
		if ((d.value == (check->value & all)) == check->other)
			return false;
	}
	return true;
}

/* Does the instruction at a mark do the other thing, too? */
static bool does_also(struct session *session, struct condition *also, const struct timeline_mark *mark, char *error)
{
	struct timeline_mark at;

	if (!also)
		return true;
	step_to(session_timeline(session), &at, mark->icount - 1);
	also->until = mark->icount + 1;
	return mark->icount && find_next(session, also, &at, false, error) == PASSAGE_FOUND &&
	       at.icount == mark->icount;
}

static enum passage_end find_all(struct session *session, struct condition *c, struct condition *also,
                                 struct timeline_mark *mark, bool backward, char error[ERROR_MAX])
{
	const struct allowance time = allowance_new(timeline_config(session_timeline(session))->limits.seconds);
	struct timeline_mark at = *mark;
	enum passage_end end;

	while ((end = find_next(session, c, &at, backward, error)) == PASSAGE_FOUND) {
		if (!checks_hold(session, c, &at, &c->known, error)) {
			c->asked = true;
		} else if (does_also(session, also, &at, error)) {
			*mark = at;
			return end;
		}
		if (allowance_spent(&time)) {
			error_set(error, "stopped near @%" PRIu64 ": too much processor time (--max-seconds)",
			          at.icount);
			return PASSAGE_FAILED;
		}
	}
	return end == PASSAGE_NONE && c->asked && !c->known && !c->until ? PASSAGE_FAILED : end; /* no such variable */
}

enum passage_end condition_find(struct session *session, struct condition *c, struct timeline_mark *mark, bool backward,
                                char error[ERROR_MAX])
{
	struct condition *also = *c->also ? alloc_new(1, sizeof *also) : NULL;
	enum passage_end end = PASSAGE_FAILED;

	if (!also || condition_read(session, c->also, &c->looked_up, also, error))
		end = find_all(session, c, also, mark, backward, error);
	free(also);
	return end;
}
