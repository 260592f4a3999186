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
#include "analysis/snapshot.h"
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
static void shorten(struct story *story, struct session *session)
{
	for (int weight = 0; story->count > LENGTH_MAX && weight <= EVENT_WEIGHT_MAX; weight++) {
		size_t surplus = story->count - LENGTH_MAX, kept = story->count;

		for (size_t i = story->count; i-- > 0 && surplus;) {
			const struct event *e = session_event(session, &story->marks[i]);

			if (weight_of(e) != weight || i + 1 == story->count)
				continue;
			story->left_out[e->kind]++;
			memmove(story->marks + i, story->marks + i + 1, (kept - i - 1) * sizeof *story->marks);
			kept--;
			surplus--;
		}
		story->count = kept;
	}
}

/* Of neighbours with the same caption the first one is told, or the last one if the story ends with it. */
static void drop_twins(struct story *story, struct session *session)
{
	struct snapshot *before = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < story->count; i++) {
		struct snapshot *s = snapshot_caption(session, &story->marks[i]);
		bool twin = s && before && !strcmp(s->caption[0], before->caption[0]) &&
		            !strcmp(s->caption[1], before->caption[1]);

		if (twin) {
			story->left_out[s->event.kind]++;
			kept -= i + 1 == story->count;
		}
		if (!twin || i + 1 == story->count)
			story->marks[kept++] = story->marks[i];
		snapshot_free(before);
		before = s;
	}
	snapshot_free(before);
	story->count = kept;
}

/* Is it told beside what is notable? */
static bool is_printed(const struct event *e)
{
	return e->kind == EV_TTY_WRITE && e->pid > 1;
}

/* The next instant to tell; false behind the last. */
static bool next_to_tell(struct session *session, struct timeline_mark *mark)
{
	const struct timeline *t = session_timeline(session);
	struct timeline_mark notable = *mark;
	bool more = session_notable(session, &notable, 1);
	const struct event *e;

	for (size_t i = (size_t)(mark->event + 1); (e = timeline_event(t, i)) && !(more && (long)i > notable.event);
	     i++)
		if (is_printed(e)) {
			struct timeline_mark printed = {e->icount, (long)i, 0};

			if (more && timeline_mark_order(&notable, &printed) < 0)
				break;
			*mark = printed;
			return true;
		}
	*mark = notable;
	return more;
}

void story_choose(struct story *story, struct session *session)
{
	const struct timeline *t = session_timeline(session);
	long last = (long)timeline_nevents(t) - 1, before = session_beginning(session) - 1;
	struct timeline_mark mark = {before < 0 ? 0 : timeline_event(t, (size_t)before)->icount, before, 0};
	struct keys keys = {0};
	size_t room = 0;

	*story = (struct story){0};
	while (next_to_tell(session, &mark)) {
		const struct event *e = session_event(session, &mark);

		if ((mark.event < last || mark.hazard) && is_known(&keys, e)) {
			story->left_out[e->kind]++;
			continue;
		}
		story->marks = alloc_room(story->marks, story->count, &room, sizeof *story->marks);
		story->marks[story->count++] = mark;
	}
	free(keys.key);
	shorten(story, session);
	drop_twins(story, session);
	story->cut_off = last >= 0 && timeline_event(t, (size_t)last)->kind != EV_HALT;
}

void story_free(struct story *story)
{
	free(story->marks);
}

size_t story_length(const struct story *story)
{
	return story->count + story->cut_off;
}

struct timeline_mark story_mark(const struct story *story, struct session *session, size_t number)
{
	const struct timeline *t = session_timeline(session);

	if (number < story->count)
		return story->marks[number];
	return (struct timeline_mark){timeline_end(t), (long)timeline_nevents(t) - 1, 0};
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
	for (uint32_t kind = 0; kind < EV_ALL; kind++) {
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
