/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script becomes a score: see score.h. What each actor does is in score_steps.c. */
#include "script/score.h"

#include <stdlib.h>
#include <string.h>

#include "abi/arch.h"
#include "abi/proc.h"
#include "base/alloc.h"
#include "script/score_private.h"

enum {
	PROGRAMS = 1024,
	SHIFT_MOST = 10,
	DISK_MOST = 40 << 20,      /* bytes of programs, of RUN_DISK_BYTES */
	EVERYBODY = 10 * NBPG,     /* of each process, beside text and data: u area, page tables, stack */
	KERNEL_PAGES = 512 * NBPG, /* what the kernel itself needs, about */
};

static const char *const note_texts[] = {
#define NOTE(symbol, text) text,
	SCORE_NOTES(NOTE)
#undef NOTE
};

const char *score_note_text(enum score_note note)
{
	return note_texts[note];
}

void score_note(struct maker *m, enum score_note note, uint32_t action)
{
	if (!m->score->notes[note].count++)
		m->score->notes[note].line = m->script->actions[action].line;
}

bool score_lends(const struct maker *m, uint32_t process)
{
	const struct script *s = m->script;
	enum script_verb verb = s->actions[s->processes[process].born].verb;

	if (verb == SCRIPT_START)
		return false;
	if (m->how == SCORE_AS_RECORDED)
		return verb != SCRIPT_FORK;
	return m->how == SCORE_ALL_VFORK && script_first_exec(s, process) != SCRIPT_NONE;
}

uint32_t score_loan_end(const struct maker *m, uint32_t process)
{
	uint32_t exec = script_first_exec(m->script, process);

	return exec != SCRIPT_NONE ? exec : m->script->processes[process].ended;
}

/* Programs ---------------------------------------------------------------------------------------- */

static uint32_t image_size(const struct score *score, bool sized, uint64_t size)
{
	uint64_t wanted = (sized ? size : SCORE_IMAGE) >> score->shift;
	uint32_t rounded = SCORE_IMAGE_LEAST;

	while (rounded < SCORE_IMAGE_MOST && wanted >= (uint64_t)rounded * 3 / 2)
		rounded *= 2;
	return rounded;
}

/* What ps shows: the last part of a path, as much as u_comm can hold. */
static void base_name(const char *path, char name[MAXCOMLEN])
{
	const char *slash = strrchr(path, '/');
	size_t n = 0;

	for (slash = slash && slash[1] ? slash + 1 : path; *slash && n + 1 < MAXCOMLEN; slash++)
		name[n++] = *slash > ' ' && *slash <= '~' && *slash != '/' ? *slash : '_';
	name[n] = '\0';
	if (!n || !strcmp(name, ".") || !strcmp(name, ".."))
		strcpy(name, "program");
}

uint32_t score_program(struct maker *m, const char *path, bool sized, uint64_t size)
{
	struct score *score = m->score;
	uint32_t wanted = image_size(score, sized, size), twins = 0;
	char name[MAXCOMLEN];

	base_name(path, name);
	if (score->nprograms >= PROGRAMS)
		strcpy(name, "actor");
	for (size_t i = 0; i < score->nprograms; i++) {
		if (strcmp(strrchr(score->programs[i].path, '/') + 1, name) != 0)
			continue;
		if (score->programs[i].size == wanted)
			return (uint32_t)i;
		twins++;
	}
	score->programs = alloc_room(score->programs, score->nprograms, &m->programs_room, sizeof *score->programs);
	score->programs[score->nprograms].path =
		twins ? alloc_format("/bin%u/%s", (unsigned)twins, name) : alloc_format("/bin/%s", name);
	score->programs[score->nprograms].size = wanted;
	return (uint32_t)score->nprograms++;
}

/* How much is needed ------------------------------------------------------------------------------ */

struct need {
	uint64_t text, data; /* of a process now */
	uint64_t most;       /* with what everybody has, at its worst moment */
	bool borrows;
	uint32_t zombies; /* children that nobody has collected so far */
};

static uint64_t need_of(const struct need *n)
{
	return n->borrows ? EVERYBODY : n->text + n->data + EVERYBODY;
}

/* The most that they have together. Each does what is his as soon as he can, so what a process gets at last it may have
 * while the script is still at somebody else's earlier line: it counts from its beginning to its end. */
static uint64_t together(const struct script *s, const struct need *needs)
{
	uint64_t now = 0, most = 0;

	for (uint32_t i = 0; i < s->nactions; i++) {
		const struct script_action *a = &s->actions[i];

		if (a->verb == SCRIPT_START)
			now += needs[a->who].most;
		else if (a->verb == SCRIPT_FORK || a->verb == SCRIPT_VFORK || a->verb == SCRIPT_SPAWN)
			now += needs[a->whom].most;
		most = now > most ? now : most;
		if (s->processes[a->who].ended == i)
			now -= needs[a->who].most;
	}
	return most;
}

/* Goes through the script in its order, adding up. */
static void measure(struct maker *m)
{
	const struct script *s = m->script;
	struct score *score = m->score;
	struct need *needs = alloc_new(s->nprocesses, sizeof *needs);
	uint32_t alive = 0;

	score->alive = 0;
	for (uint32_t i = 0; i < s->nactions; i++) {
		const struct script_action *a = &s->actions[i];
		struct need *n = &needs[a->who], *child;
		const struct script_process *p = &s->processes[a->who];
		uint64_t size = a->size >> score->shift;

		switch (a->verb) {
		case SCRIPT_START:
			n->text = SCORE_IMAGE_LEAST;
			alive++;
			break;
		case SCRIPT_FORK:
		case SCRIPT_VFORK:
		case SCRIPT_SPAWN:
			child = &needs[a->whom];
			*child = *n;
			child->zombies = 0;
			child->borrows = score_lends(m, a->whom);
			child->most = need_of(child);
			alive++;
			break;
		case SCRIPT_EXEC:
			n->borrows = false;
			n->text = image_size(score, a->sized, a->size);
			n->data = 0;
			break;
		case SCRIPT_GROW:
			n->data += size;
			break;
		case SCRIPT_SHRINK:
			n->data -= size < n->data ? size : n->data;
			break;
		case SCRIPT_WAIT:
			alive--;
			break;
		case SCRIPT_EXIT:
		case SCRIPT_DIE:
		case SCRIPT_LOST:
			alive -= n->zombies;
			if (p->parent == SCRIPT_NONE || s->processes[p->parent].ended < i)
				alive--;
			else if (p->collected == SCRIPT_NONE)
				needs[p->parent].zombies++;
			break;
		default:
			break;
		}
		if (need_of(n) > n->most)
			n->most = need_of(n);
		if (alive > score->alive) {
			score->alive = alive;
			score->alive_line = a->line;
		}
	}
	score->memory = together(s, needs);
	free(needs);
}

static uint64_t disk_bytes(const struct score *score)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < score->nprograms; i++)
		bytes += score->programs[i].size;
	return bytes;
}

static void drop_programs(struct score *score)
{
	for (size_t i = 0; i < score->nprograms; i++)
		free(score->programs[i].path);
	score->nprograms = 0;
}

/* Names all programs that are executed, in order; m->images has the program of each action. */
static void find_programs(struct maker *m)
{
	const struct script *s = m->script;

	drop_programs(m->score);
	for (uint32_t i = 0; i < s->nactions; i++) {
		const struct script_action *a = &s->actions[i];

		if (a->verb == SCRIPT_EXEC)
			m->images[i] = score_program(m, a->text, a->sized, a->size);
		else if (a->verb == SCRIPT_START)
			m->images[i] = score_program(m, a->text ? a->text : s->processes[a->who].name, true,
			                             SCORE_IMAGE_LEAST);
	}
}

static void note_images(struct maker *m)
{
	const struct script *s = m->script;

	for (uint32_t i = 0; i < s->nactions; i++)
		if (s->actions[i].verb == SCRIPT_EXEC && s->actions[i].sized &&
		    s->actions[i].size >> m->score->shift > SCORE_IMAGE_MOST)
			score_note(m, SCORE_NOTE_IMAGE, i);
	if (m->score->nprograms >= PROGRAMS)
		score_note(m, SCORE_NOTE_MANY, s->nactions - 1);
}

struct score *score_new(const struct script *s, enum score_how how, uint64_t ram)
{
	struct maker m = {.script = s, .how = how, .score = alloc_new(1, sizeof *m.score)};
	uint32_t roots = 0, first = SCRIPT_NONE;
	bool left = false;

	m.images = alloc_new(s->nactions, sizeof *m.images);
	for (;; m.score->shift++) {
		measure(&m);
		find_programs(&m);
		if (m.score->shift == SHIFT_MOST || (m.score->memory <= ram - (ram > KERNEL_PAGES ? KERNEL_PAGES : 0) &&
		                                     disk_bytes(m.score) <= DISK_MOST))
			break;
	}
	note_images(&m);
	for (uint32_t i = 0; i < s->nprocesses; i++)
		if (s->processes[i].parent == SCRIPT_NONE) {
			first = first == SCRIPT_NONE ? i : first;
			if (++roots == 2)
				score_note(&m, SCORE_NOTE_FIRST, s->processes[i].born);
		}
	for (uint32_t i = 0; i < s->nprocesses && !left; i++)
		if (s->processes[i].parent != SCRIPT_NONE && s->processes[i].collected == SCRIPT_NONE) {
			left = true;
			if (roots == 1)
				score_note(&m, SCORE_NOTE_ORPHANS, s->processes[i].ended);
		}
	m.score->staged = roots > 1 || left;
	m.score->part = m.score->staged ? s->nprocesses : first;
	m.first = m.score->staged ? score_program(&m, "script", true, SCORE_IMAGE_LEAST)
	                          : m.images[s->processes[first].born];
	score_write(&m);
	m.score->first = &m.score->programs[m.first];
	free(m.images);
	return m.score;
}

void score_free(struct score *score)
{
	if (!score)
		return;
	drop_programs(score);
	free(score->programs);
	free(score->data);
	free(score);
}
