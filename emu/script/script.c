/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole process script, read and checked: see script.h. */
#include "script/script.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"

/* Texts are kept in pieces, so that none moves. */
struct piece {
	struct piece *older;
	size_t used;
	char text[1 << 16];
};

struct loader {
	struct script *script;
	const char *path;
	uint32_t number; /* of the line */
	unsigned column;
	char *error;
	struct piece *pieces;
	size_t processes_room, actions_room;
	uint32_t *table; /* hash table of names: process + 1 */
	uint32_t slots;  /* a power of two */
};

static bool wrong(struct loader *l, unsigned column, const char *name, const char *what)
{
	return error_set(l->error, "%.120s:%" PRIu32 ":%u: %s%s%s", l->path, l->number, column, name, *name ? ": " : "",
	                 what);
}

static const char *keep(struct loader *l, const char *text)
{
	size_t size = strlen(text) + 1;
	struct piece *piece = l->pieces;
	char *to;

	if (!piece || sizeof piece->text - piece->used < size) {
		piece = alloc_new(1, sizeof *piece);
		piece->older = l->pieces;
		l->pieces = piece;
	}
	to = memcpy(piece->text + piece->used, text, size);
	piece->used += size;
	return to;
}

/* Names ------------------------------------------------------------------------------------------- */

static uint32_t hash(const char *name)
{
	uint32_t h = 2166136261u;

	while (*name)
		h = (h ^ (unsigned char)*name++) * 16777619u;
	return h;
}

/* Where the name is in the table, or would be. */
static uint32_t slot(const struct loader *l, const char *name)
{
	uint32_t at = hash(name) & (l->slots - 1);

	while (l->table[at] && strcmp(l->script->processes[l->table[at] - 1].name, name) != 0)
		at = (at + 1) & (l->slots - 1);
	return at;
}

static uint32_t find(const struct loader *l, const char *name)
{
	return l->slots ? l->table[slot(l, name)] - 1 : SCRIPT_NONE;
}

static void grow_table(struct loader *l)
{
	free(l->table);
	l->slots = l->slots ? 2 * l->slots : 256;
	l->table = alloc_new(l->slots, sizeof *l->table);
	for (uint32_t i = 0; i < l->script->nprocesses; i++)
		l->table[slot(l, l->script->processes[i].name)] = i + 1;
}

/* A new process; SCRIPT_NONE when it cannot be, which has been told. */
static uint32_t new_process(struct loader *l, const char *name, uint32_t parent, unsigned column)
{
	struct script *s = l->script;

	if (s->nprocesses == SCRIPT_PROCESSES) {
		wrong(l, column, name, "more than 1048576 processes");
		return SCRIPT_NONE;
	}
	if (find(l, name) != SCRIPT_NONE) {
		wrong(l, column, name, "there is a process of this name already");
		return SCRIPT_NONE;
	}
	s->processes = alloc_room(s->processes, s->nprocesses, &l->processes_room, sizeof *s->processes);
	s->processes[s->nprocesses] = (struct script_process){
		.name = keep(l, name),
		.parent = parent,
		.born = s->nactions,
		.first = SCRIPT_NONE,
		.last = SCRIPT_NONE,
		.ended = SCRIPT_NONE,
		.collected = SCRIPT_NONE,
	};
	if (2 * s->nprocesses >= l->slots)
		grow_table(l);
	l->table[slot(l, name)] = s->nprocesses + 1;
	return s->nprocesses++;
}

/* One line ---------------------------------------------------------------------------------------- */

static bool is_birth(enum script_verb verb)
{
	return verb == SCRIPT_FORK || verb == SCRIPT_VFORK || verb == SCRIPT_SPAWN;
}

static bool is_end(enum script_verb verb)
{
	return verb == SCRIPT_EXIT || verb == SCRIPT_DIE || verb == SCRIPT_LOST;
}

static void append(struct loader *l, const struct script_line *line, uint32_t who, uint32_t whom)
{
	struct script *s = l->script;
	struct script_process *p = &s->processes[who];

	s->actions = alloc_room(s->actions, s->nactions, &l->actions_room, sizeof *s->actions);
	s->actions[s->nactions] = (struct script_action){
		.verb = line->verb,
		.who = who,
		.whom = whom,
		.next = SCRIPT_NONE,
		.line = l->number,
		.fd = line->fd,
		.to = line->to,
		.flag = line->flag,
		.sized = line->sized,
		.signal = !*line->signal             ? 0
	                  : line->verb == SCRIPT_DIE ? script_signal_death(line->signal)
	                                             : script_signal(line->signal),
		.text = *line->word     ? keep(l, line->word)
	                : *line->signal ? keep(l, line->signal)
	                                : NULL,
		.size = line->size,
		.source = line->source,
	};
	if (p->first == SCRIPT_NONE)
		p->first = s->nactions;
	else
		s->actions[p->last].next = s->nactions;
	p->last = s->nactions;
	if (is_end(line->verb))
		p->ended = s->nactions;
	s->nactions++;
}

/* May the process wait for the other one? */
static bool check_wait(struct loader *l, const struct script_line *line, uint32_t who, uint32_t whom)
{
	struct script_process *child = &l->script->processes[whom];

	if (child->parent != who)
		return wrong(l, line->column[2], line->whom, "is not its child");
	if (child->collected != SCRIPT_NONE)
		return wrong(l, line->column[2], line->whom, "was waited for already");
	child->collected = l->script->nactions;
	return true;
}

static bool take(struct loader *l, const struct script_line *line)
{
	uint32_t who, whom = SCRIPT_NONE;

	if (line->verb == SCRIPT_START) {
		who = new_process(l, line->who, SCRIPT_NONE, line->column[0]);
		if (who == SCRIPT_NONE)
			return false;
		append(l, line, who, SCRIPT_NONE);
		return true;
	}
	who = find(l, line->who);
	if (who == SCRIPT_NONE)
		return wrong(
			l, line->column[0], line->who,
			"nobody has made it; a process begins with start, or by another one's fork, vfork or spawn");
	if (l->script->processes[who].ended != SCRIPT_NONE)
		return wrong(l, line->column[0], line->who, "has ended");
	if (is_birth(line->verb)) {
		whom = new_process(l, line->whom, who, line->column[2]);
		if (whom == SCRIPT_NONE)
			return false;
		l->script->processes[who].children++;
	} else if (*line->whom) {
		whom = find(l, line->whom);
		if (whom == SCRIPT_NONE)
			return wrong(l, line->column[2], line->whom, "nobody has made it");
	}
	if (line->verb == SCRIPT_WAIT && !check_wait(l, line, who, whom))
		return false;
	append(l, line, who, whom);
	return true;
}

/* Does everybody end? */
static bool check_ends(struct loader *l)
{
	const struct script *s = l->script;

	if (!s->nprocesses)
		return error_set(l->error,
		                 "%.120s: has no process; the first line after " SCRIPT_HEADER " is NAME: start",
		                 l->path);
	for (uint32_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].ended == SCRIPT_NONE) {
			l->number = s->actions[s->processes[i].last == SCRIPT_NONE ? s->processes[i].born
			                                                           : s->processes[i].last]
			                    .line;
			return wrong(l, 1, s->processes[i].name, "never ends; exit, die or lost must be its last line");
		}
	return true;
}

static bool read_lines(struct loader *l, const char *text, size_t size)
{
	const char *at = text, *end = text + size;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		char why[ERROR_MAX];
		struct script_line line;

		l->number++;
		if (l->number == 1) {
			if (length != strlen(SCRIPT_HEADER) || memcmp(at, SCRIPT_HEADER, length) != 0)
				return wrong(l, 1, "", "is no process script: the first line is \"" SCRIPT_HEADER "\"");
		} else {
			if (!script_line_read(at, length, &line, &l->column, why))
				return wrong(l, l->column, "", why);
			if (line.there && !take(l, &line))
				return false;
		}
		at += length + (newline != NULL);
	}
	return l->number ? check_ends(l) : error_set(l->error, "%.120s: is empty", l->path);
}

struct script *script_read(const char *name, const char *text, size_t size, char error[ERROR_MAX])
{
	struct loader l = {.script = alloc_new(1, sizeof *l.script), .path = name, .error = error};
	bool ok = read_lines(&l, text, size);

	free(l.table);
	l.script->texts = (char *)l.pieces;
	if (ok)
		return l.script;
	script_free(l.script);
	return NULL;
}

struct script *script_load(const char *path, char error[ERROR_MAX])
{
	struct script *s;
	uint8_t *data;
	size_t size;

	if (!file_read(path, SCRIPT_BYTES, &data, &size, error))
		return NULL;
	s = script_read(path, (const char *)data, size, error);
	free(data);
	return s;
}

void script_free(struct script *s)
{
	if (!s)
		return;
	for (struct piece *piece = (struct piece *)s->texts, *older; piece; piece = older) {
		older = piece->older;
		free(piece);
	}
	free(s->processes);
	free(s->actions);
	free(s);
}

bool script_is(const char *path)
{
	char head[sizeof SCRIPT_HEADER] = "";
	struct stat looks;
	FILE *f;
	bool is;

	/* what is no file may wait for a writer for ever */
	if (stat(path, &looks) != 0 || !S_ISREG(looks.st_mode) || !(f = fopen(path, "rb")))
		return false;
	is = fread(head, 1, sizeof head, f) == sizeof head && !memcmp(head, SCRIPT_HEADER "\n", sizeof head);
	fclose(f);
	return is;
}

uint32_t script_first_exec(const struct script *s, uint32_t process)
{
	uint32_t a = s->processes[process].first;

	while (a != SCRIPT_NONE && s->actions[a].verb != SCRIPT_EXEC)
		a = s->actions[a].next;
	return a;
}
