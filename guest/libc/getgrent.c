/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/group: name:password:gid:member,member */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts_private.h"

#define GROUP "/etc/group"
#define FIELDS 4
#define MEMBERS 200

static FILE *file;

/* The next entry of a file, in a line and a list of the caller's. 0 at the end. */
static int read_entry(FILE *f, struct group *to, char line[ACCOUNT_LINE], char **members, int most)
{
	char *field[FIELDS], *next;
	int count = 0;

	if (!_account_fields(f, line, field, FIELDS))
		return 0;
	for (char *p = strtok_r(field[3], ",", &next); p != NULL && count < most - 1; p = strtok_r(NULL, ",", &next))
		members[count++] = p;
	members[count] = NULL;
	*to = (struct group){field[0], field[1], atoi(field[2]), members};
	return 1;
}

void setgrent(void)
{
	if (file == NULL)
		file = fopen(GROUP, "r");
	else
		rewind(file);
}

void endgrent(void)
{
	if (file != NULL)
		fclose(file);
	file = NULL;
}

struct group *getgrent(void)
{
	static struct group entry;
	static char line[ACCOUNT_LINE], *members[MEMBERS];

	if (file == NULL)
		setgrent();
	return file != NULL && read_entry(file, &entry, line, members, MEMBERS) ? &entry : NULL;
}

/* Looks for a name, or, if that is null, for a gid. */
static struct group *look_for(const char *name, gid_t gid)
{
	struct group *g;

	setgrent();
	while ((g = getgrent()) != NULL && (name != NULL ? strcmp(g->gr_name, name) != 0 : g->gr_gid != gid))
		;
	endgrent();
	return g;
}

struct group *getgrnam(const char *name)
{
	return look_for(name, 0);
}

struct group *getgrgid(gid_t gid)
{
	return look_for(NULL, gid);
}

/* The same into the caller's memory: first the line, then the list. */
static int look_into(const char *name, gid_t gid, struct group *to, char *room, size_t bytes, struct group **found)
{
	size_t list = (ACCOUNT_LINE + (-(size_t)room & (sizeof(char *) - 1)));
	FILE *f;

	*found = NULL;
	if (bytes < list + 16 * sizeof(char *))
		return ERANGE;
	f = fopen(GROUP, "r");
	if (f == NULL)
		return errno;
	while (*found == NULL &&
	       read_entry(f, to, room, (char **)(void *)(room + list), (int)((bytes - list) / sizeof(char *))))
		if (name != NULL ? strcmp(to->gr_name, name) == 0 : to->gr_gid == gid)
			*found = to;
	fclose(f);
	return 0;
}

int getgrnam_r(const char *name, struct group *to, char *room, size_t bytes, struct group **found)
{
	return look_into(name, 0, to, room, bytes, found);
}

int getgrgid_r(gid_t gid, struct group *to, char *room, size_t bytes, struct group **found)
{
	return look_into(NULL, gid, to, room, bytes, found);
}
