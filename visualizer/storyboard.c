/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chooses the instants that tell a run's story. See storyboard.h. */
#include "storyboard.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/event_meaning.h"
#include "base/alloc.h"

enum {
	AGAIN = 2,       /* times that the same is told */
	LENGTH_MAX = 60, /* instants of a story */
	KEYS_MAX = 1 << 14,
};

/* What an event has in common with one that tells the same: its kind, how things went, and the sizes. */
struct key {
	uint32_t kind, a, b;
	char text[EVENT_TEXT];
	unsigned seen;
};

/* Numbers in a text count as one. */
static void copy_text(char out[EVENT_TEXT], const char *text)
{
	size_t n = 0;

	for (; *text && n + 1 < EVENT_TEXT; text++)
		if (!isdigit((unsigned char)*text))
			out[n++] = *text;
		else if (!n || out[n - 1] != '#')
			out[n++] = '#';
	out[n] = '\0';
}

static struct key key_of(const struct event *e)
{
	struct key k = {.kind = e->kind};

	switch (e->kind) {
	case EV_VFORK_BEGIN:
		k.a = e->arg[2]; /* by the depth of its stack one call is told from another */
		break;
	case EV_FORK_COPY:
		k.a = e->arg[1];
		k.b = e->arg[2];
		break;
	case EV_EXIT_BEGIN:
	case EV_SIGNAL_DELIVER:
		k.a = e->arg[0];
		k.b = e->pid == 1;
		break;
	case EV_WAIT_REAP:
		k.a = e->arg[1];
		k.b = e->pid == 1;
		break;
	case EV_SYSCALL_EXIT:
		k.a = e->arg[0];
		k.b = e->arg[3];
		break;
	case EV_SIGNAL_DEFER:
		k.a = e->arg[1];
		break;
	default:
		break;
	}
	copy_text(k.text, e->text);
	return k;
}

struct keys {
	struct key *key;
	size_t count, room;
};

/* Has the same been told often enough? Notes that it comes once more. */
static bool is_known(struct keys *ks, const struct event *e)
{
	struct key k = key_of(e);

	for (size_t i = 0; i < ks->count; i++) {
		struct key *old = &ks->key[i];

		if (old->kind == k.kind && old->a == k.a && old->b == k.b && !strcmp(old->text, k.text))
			return ++old->seen > AGAIN;
	}
	if (ks->count == KEYS_MAX)
		return true;
	k.seen = 1;
	ks->key = alloc_room(ks->key, ks->count, &ks->room, sizeof *ks->key);
	ks->key[ks->count++] = k;
	return false;
}

static int weight_of(const struct event *e)
{
	if (e->kind == EV_HALT)
		return EVENT_WEIGHT_MAX;
	if (e->kind == EV_SYSCALL_EXIT)
		return e->arg[3] ? EVENT_WEIGHT_MAX : 2; /* a refusal is the point of its story */
	return event_meaning(e->kind)->weight;
}

/* Leaves out of the least weighty the last ones, until there are no more than can be told. */
static void shorten(struct story *story, const struct timeline *t)
{
	for (int weight = 0; story->count > LENGTH_MAX && weight <= EVENT_WEIGHT_MAX; weight++) {
		size_t surplus = story->count - LENGTH_MAX, kept = story->count;

		for (size_t i = story->count; i-- > 0 && surplus;) {
			const struct event *e = timeline_event(t, (size_t)story->events[i]);

			if (weight_of(e) != weight || i + 1 == story->count)
				continue;
			story->left_out[e->kind]++;
			memmove(story->events + i, story->events + i + 1, (kept - i - 1) * sizeof *story->events);
			kept--;
			surplus--;
		}
		story->count = kept;
	}
}

void story_choose(struct story *story, struct session *session)
{
	const struct timeline *t = session_timeline(session);
	struct keys keys = {0};
	size_t room = 0, n = timeline_nevents(t);
	long beginning = session_beginning(session);
	long notable = session_notable(session, beginning - 1, 1);

	*story = (struct story){0};
	for (size_t i = (size_t)beginning; i < n; i++) {
		const struct event *e = timeline_event(t, i);
		bool told = (long)i == notable || (e->kind == EV_TTY_WRITE && e->pid > 1);

		if ((long)i == notable)
			notable = session_notable(session, notable, 1);
		if (!told)
			continue;
		if (i + 1 < n && is_known(&keys, e)) {
			story->left_out[e->kind]++;
			continue;
		}
		story->events = alloc_room(story->events, story->count, &room, sizeof *story->events);
		story->events[story->count++] = (long)i;
	}
	free(keys.key);
	shorten(story, t);
	story->cut_off = n && timeline_event(t, n - 1)->kind != EV_HALT;
}

void story_free(struct story *story)
{
	free(story->events);
}

size_t story_length(const struct story *story)
{
	return story->count + story->cut_off;
}

struct timeline_mark story_mark(const struct story *story, struct session *session, size_t number)
{
	const struct timeline *t = session_timeline(session);
	struct timeline_mark mark = {timeline_end(t), (long)timeline_nevents(t) - 1};

	if (number < story->count) {
		mark.event = story->events[number];
		mark.icount = timeline_event(t, (size_t)mark.event)->icount;
	}
	return mark;
}

char *story_picture(const char *directory, size_t number, uint32_t kind)
{
	return alloc_format("%s/%02zu-%s.png", directory, number, event_name(kind));
}

/* "07-vm.pass.png": so are our pictures named. */
static bool is_picture(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	if (digits < 2 || digits > 3 || name[digits] != '-')
		return false;
	for (uint32_t kind = 0; kind < EV_COUNT; kind++) {
		size_t n = strlen(event_name(kind));

		if (!strncmp(name + digits + 1, event_name(kind), n) && !strcmp(name + digits + 1 + n, ".png"))
			return true;
	}
	return false;
}

size_t story_clear(const char *directory)
{
	DIR *dir = opendir(directory);
	const struct dirent *entry;
	size_t n = 0;

	while (dir && (entry = readdir(dir)))
		if (is_picture(entry->d_name)) {
			char *path = alloc_format("%s/%s", directory, entry->d_name);

			n += unlink(path) == 0;
			free(path);
		}
	if (dir)
		closedir(dir);
	return n;
}
