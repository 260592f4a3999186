/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places in the code by name. See location.h. */
#include "analysis/location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_cache.h"
#include "base/alloc.h"
#include "base/be.h"
#include "debuginfo/symtab.h"

#define KERNEL "kernel:"
#define RETURN ".return"

enum { PROGRAMS_TOLD = 8 /* whose names are told */ };

/* Does the instruction take a return address: rtd, rts, or the machine's own RET? */
static bool is_return(const struct passage *at)
{
	uint8_t code[2];
	unsigned word = passage_code(at, code, sizeof code) == sizeof code ? be16_get(code) : 0;

	return word == 0x4E74 || word == 0x4E75 || word == (XFC_BASE | XFC_RET);
}

/* Finds the location in one program. False if it is not there; *next is as in symbols_line_addresses. */
static bool find(const struct location *l, struct symbols *symbols, struct location_program *p, int *next)
{
	*next = 0;
	p->count = 0;
	if (!symbols)
		return false;
	if (l->kind == LOCATION_LINE) {
		p->count = symbols_line_addresses(symbols, l->name, l->line, p->addresses, LOCATION_ADDRESSES, next);
		if (p->count > LOCATION_ADDRESSES)
			p->count = LOCATION_ADDRESSES;
	} else if (symbols_bounds(symbols, l->name, &p->addresses[0], &p->addresses[1])) {
		p->count = 2;
	}
	return p->count > 0;
}

/* The location in the program that the instruction belongs to. */
static const struct location_program *in_program(struct location *l, const struct passage *at)
{
	struct location_program *p;
	int next;

	for (size_t i = 0; i < LOCATION_PROGRAMS; i++) {
		p = &l->programs[i];
		if (p->symbols == at->symbols && p->base == at->base && !strcmp(p->name, at->program))
			return p;
	}
	p = &l->programs[l->next++ % LOCATION_PROGRAMS];
	p->symbols = at->symbols;
	p->base = at->base;
	snprintf(p->name, sizeof p->name, "%s", at->program);
	find(l, at->symbols, p, &next);
	return p;
}

/* The location in the program that the instruction belongs to; NULL: it is none of those that are meant. */
static const struct location_program *meant(struct location *l, const struct passage *at)
{
	const struct location_program *p;

	if (at->user == (l->scope == SCOPE_KERNEL) || !at->symbols ||
	    (l->scope == SCOPE_OWN && strcmp(at->program, l->own) != 0))
		return NULL;
	p = in_program(l, at);
	return p->count ? p : NULL;
}

bool location_inside(struct location *l, const struct passage *at)
{
	const struct location_program *p = meant(l, at);
	const char *file;
	int line;

	if (!p)
		return false;
	if (l->kind != LOCATION_LINE)
		return at->pc >= p->addresses[0] && at->pc < p->addresses[1];
	return symbols_line(at->symbols, at->pc, &file, &line) && line == l->line && names_file_is(file, l->name);
}

bool location_here(void *location, const struct passage *at)
{
	struct location *l = location;
	const struct location_program *p = meant(l, at);

	if (!p)
		return false;
	if (l->kind == LOCATION_ENTRY)
		return at->pc == p->addresses[0];
	if (l->kind == LOCATION_RETURN)
		return at->pc >= p->addresses[0] && at->pc < p->addresses[1] && is_return(at);
	for (size_t i = 0; i < p->count; i++)
		if (at->pc == p->addresses[i])
			return true;
	return false;
}

/* Reading ------------------------------------------------------------------------------------- */

/* What a process is called that has executed a program (u_comm): the last part of its path, as much as fits. */
static void name_of(const struct event *e, char name[MAXCOMLEN + 1])
{
	const char *slash = strrchr(e->text, '/');

	snprintf(name, MAXCOMLEN + 1, "%.*s", MAXCOMLEN, slash ? slash + 1 : e->text);
}

/* Symbols of the next program that the run executed, from an event on; NULL behind the last. One comes again where it
 * was executed again. */
static struct symbols *next_program(struct session *session, size_t *event, char name[MAXCOMLEN + 1])
{
	struct timeline *t = session_timeline(session);
	const struct event *e;

	while ((e = timeline_event(t, (*event)++))) {
		struct symbols *symbols;

		if (e->kind != EV_EXEC_DONE)
			continue;
		name_of(e, name);
		symbols = analysis_cache_symbols(session_cache(session), name, 0);
		if (symbols)
			return symbols;
	}
	return NULL;
}

/* The program that the run is about: the first one after init. */
static void own_program(struct session *session, char name[MAXCOMLEN + 1])
{
	size_t event = 0;

	if (!next_program(session, &event, name) || !next_program(session, &event, name))
		*name = '\0';
}

/* Is it in the program that the run is about, or in another one? Sets the scope. *next: the first line with code behind
 * it, of any program. */
static bool in_programs(struct session *session, struct location *l, int *next)
{
	struct symbols *symbols;
	char name[MAXCOMLEN + 1];
	size_t event = 0;
	bool found = false;

	*next = 0;
	own_program(session, l->own);
	l->scope = SCOPE_PROGRAMS;
	while ((symbols = next_program(session, &event, name))) {
		struct location_program p;
		int behind;

		if (find(l, symbols, &p, &behind)) {
			found = true;
			if (!strcmp(name, l->own)) {
				l->scope = SCOPE_OWN;
				return true;
			}
		}
		if (behind && (!*next || behind < *next))
			*next = behind;
	}
	return found;
}

/* Adds the program's own source files, by the last part of their names, to a list. */
static void add_files(struct symbols *symbols, char *list, size_t size)
{
	const char *const *files;
	size_t n = symbols_files(symbols, &files);

	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(files[i], '/'), *name = slash ? slash + 1 : files[i];
		size_t used = strlen(list);
		const char *dot = strrchr(name, '.');

		if (!dot || !strcmp(dot, ".h") || strstr(files[i], "/libc/") || strstr(list, name) ||
		    used + strlen(name) + 3 > size)
			continue;
		snprintf(list + used, size - used, "%s%s", used ? ", " : "", name);
	}
}

static bool no_line(struct session *session, const struct location *l, const char *text, int next, char *error)
{
	struct symbols *symbols;
	char list[ERROR_MAX / 2] = "", name[MAXCOMLEN + 1];
	size_t event = 0;

	if (next)
		return error_set(error, "%.80s: no code begins on that line; the next with code is %d", text, next);
	while ((symbols = next_program(session, &event, name))) {
		const char *const *files;
		size_t n = symbols_files(symbols, &files);

		for (size_t i = 0; i < n; i++)
			if (names_file_is(files[i], l->name))
				return error_set(error, "%.80s: behind the last line of code", text);
		add_files(symbols, list, sizeof list);
	}
	return error_set(error, "%.80s: no such source in this run%s%s", text, *list ? "; there are " : "", list);
}

/* FILE:LINE, whose colon is the last one and has only digits behind it. */
static bool split_line(const char *text, struct location *l)
{
	const char *colon = strrchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : 0;

	if (!length || length >= sizeof l->name || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
	    strlen(colon + 1) > 9)
		return false;
	memcpy(l->name, text, length);
	l->name[length] = '\0';
	l->line = atoi(colon + 1);
	l->kind = LOCATION_LINE;
	return true;
}

/* No program has the function: proposes the event, or the function of the own program
 * or of the kernel, that is most like it. */
static bool no_function(struct session *session, const struct location *l, const char *text, char *error)
{
	struct symbols *in[] = {NULL, session_cache(session)->kernel};
	const char **names, *near;
	size_t n[2] = {0}, event = 0;
	char name[MAXCOMLEN + 1];

	if (next_program(session, &event, name))
		in[0] = next_program(session, &event, name);
	for (int i = 0; i < 2; i++)
		n[i] = in[i] ? symbols_functions(in[i], NULL, 0) : 0;
	names = alloc_new(EV_ALL + n[0] + n[1] + 1, sizeof *names);
	for (size_t i = 0; i < EV_ALL; i++)
		names[i] = event_name((uint32_t)i);
	for (int i = 0; i < 2; i++)
		if (in[i])
			symbols_functions(in[i], names + EV_ALL + (i ? n[0] : 0), n[i]);
	near = error_nearest(l->name, names);
	error_set(error, "%.80s: no event or function is called so%s%s%s", text, near ? "; did you mean " : "",
	          near ? near : "", near ? "?" : "");
	free(names);
	return false;
}

static void tell_names(struct symbols *symbols, bool kernel, name_teller *tell, void *arg)
{
	size_t n = symbols_functions(symbols, NULL, 0), nfiles;
	const char **functions = alloc_new(n, sizeof *functions);
	const char *const *files;

	symbols_functions(symbols, functions, n);
	for (size_t i = 0; i < n; i++)
		tell(arg, functions[i], kernel, false);
	free(functions);
	nfiles = symbols_files(symbols, &files);
	for (size_t i = 0; i < nfiles; i++) {
		const char *slash = strrchr(files[i], '/');

		tell(arg, slash ? slash + 1 : files[i], kernel, true);
	}
}

void location_names(struct session *session, name_teller *tell, void *arg)
{
	struct symbols *symbols, *kernel = session_cache(session)->kernel;
	char own[MAXCOMLEN + 1], name[MAXCOMLEN + 1];
	size_t event = 0;

	own_program(session, own);
	symbols = *own ? analysis_cache_symbols(session_cache(session), own, 0) : NULL;
	if (symbols)
		tell_names(symbols, false, tell, arg);
	for (int programs = 0; programs < PROGRAMS_TOLD && (symbols = next_program(session, &event, name));)
		if (strcmp(name, own) != 0) {
			tell_names(symbols, false, tell, arg);
			programs++;
		}
	if (kernel)
		tell_names(kernel, true, tell, arg);
}

int location_next_line(struct session *session, const char *file, int line)
{
	bool only = !strncmp(file, KERNEL, strlen(KERNEL));
	struct symbols *kernel = session_cache(session)->kernel, *symbols;
	struct location l = {.kind = LOCATION_LINE, .line = line};
	struct location_program p;
	char name[MAXCOMLEN + 1];
	size_t event = 0;
	int next = 0;

	snprintf(l.name, sizeof l.name, "%s", only ? file + strlen(KERNEL) : file);
	for (int programs = 0; !only && programs < PROGRAMS_TOLD && (symbols = next_program(session, &event, name));
	     programs++) {
		if (find(&l, symbols, &p, &next))
			return line;
		if (next)
			return next;
	}
	return find(&l, kernel, &p, &next) ? line : next;
}

bool location_read(struct session *session, const char *text, struct location *l, char error[ERROR_MAX])
{
	struct symbols *kernel = session_cache(session)->kernel;
	bool only = !strncmp(text, KERNEL, strlen(KERNEL));
	const char *name = only ? text + strlen(KERNEL) : text;
	struct location_program p;
	int next = 0, behind = 0;

	memset(l, 0, sizeof *l);
	if (!split_line(name, l)) {
		size_t length = strlen(name), end = strlen(RETURN);

		l->kind = LOCATION_ENTRY;
		if (length > end && !strcmp(name + length - end, RETURN)) {
			l->kind = LOCATION_RETURN;
			length -= end;
		}
		if (!length || length >= sizeof l->name)
			return error_set(error, "%.80s: no such function", text);
		memcpy(l->name, name, length);
	}
	if (!only && in_programs(session, l, &next))
		return true;
	l->scope = SCOPE_KERNEL;
	if (find(l, kernel, &p, &behind))
		return true;
	if (l->kind == LOCATION_LINE)
		return no_line(session, l, text, next ? next : behind, error);
	return no_function(session, l, text, error);
}
