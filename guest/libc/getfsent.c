/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/fstab: device:directory:type:days:pass */
#include <fstab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts_private.h"

#define FIELDS 5

static FILE *file;

int setfsent(void)
{
	if (file == NULL)
		file = fopen(FSTAB, "r");
	else
		rewind(file);
	return file != NULL;
}

int endfsent(void)
{
	if (file != NULL)
		fclose(file);
	file = NULL;
	return 1;
}

struct fstab *getfsent(void)
{
	static struct fstab entry;
	static char line[ACCOUNT_LINE];
	char *field[FIELDS];

	if ((file == NULL && !setfsent()) || !_account_fields(file, line, field, FIELDS))
		return NULL;
	entry = (struct fstab){field[0], field[1], field[2], atoi(field[3]), atoi(field[4])};
	return &entry;
}

/* The first entry from the beginning on that has the text in that member. */
static struct fstab *look_for(const char *text, int member)
{
	struct fstab *fs;

	if (!setfsent())
		return NULL;
	while ((fs = getfsent()) != NULL) {
		const char *members[] = {fs->fs_spec, fs->fs_file, fs->fs_type};

		if (strcmp(members[member], text) == 0)
			break;
	}
	return fs;
}

struct fstab *getfsspec(const char *device)
{
	return look_for(device, 0);
}

struct fstab *getfsfile(const char *path)
{
	return look_for(path, 1);
}

struct fstab *getfstype(const char *type)
{
	return look_for(type, 2);
}
