/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/passwd: name:password:uid:gid:person:directory:shell */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accounts_private.h"

#define PASSWD "/etc/passwd"
#define FIELDS 7

static FILE *file;
int _pw_stayopen; /* 4.3BSD: who looks for many sets it, and the file stays open */

/* The next entry of a file, in a line of the caller's. 0 at the end. */
static int read_entry(FILE *f, struct passwd *to, char line[ACCOUNT_LINE])
{
	char *field[FIELDS];

	if (!_account_fields(f, line, field, FIELDS))
		return 0;
	*to = (struct passwd){.pw_name = field[0],
	                      .pw_passwd = field[1],
	                      .pw_uid = atoi(field[2]),
	                      .pw_gid = atoi(field[3]),
	                      .pw_comment = "",
	                      .pw_gecos = field[4],
	                      .pw_dir = field[5],
	                      .pw_shell = field[6]};
	return 1;
}

void setpwent(void)
{
	if (file == NULL)
		file = fopen(PASSWD, "r");
	else
		rewind(file);
}

void endpwent(void)
{
	if (file != NULL)
		fclose(file);
	file = NULL;
}

struct passwd *getpwent(void)
{
	static struct passwd entry;
	static char line[ACCOUNT_LINE];

	if (file == NULL)
		setpwent();
	return file != NULL && read_entry(file, &entry, line) ? &entry : NULL;
}

/* Looks for a name, or, if that is null, for a uid. */
static struct passwd *look_for(const char *name, uid_t uid)
{
	struct passwd *p;

	setpwent();
	while ((p = getpwent()) != NULL && (name != NULL ? strcmp(p->pw_name, name) != 0 : p->pw_uid != uid))
		;
	if (!_pw_stayopen)
		endpwent();
	return p;
}

struct passwd *getpwnam(const char *name)
{
	return look_for(name, 0);
}

struct passwd *getpwuid(uid_t uid)
{
	return look_for(NULL, uid);
}

/* The same into the caller's memory. */
static int look_into(const char *name, uid_t uid, struct passwd *to, char *room, size_t bytes, struct passwd **found)
{
	FILE *f;

	*found = NULL;
	if (bytes < ACCOUNT_LINE)
		return ERANGE;
	f = fopen(PASSWD, "r");
	if (f == NULL)
		return errno;
	while (*found == NULL && read_entry(f, to, room))
		if (name != NULL ? strcmp(to->pw_name, name) == 0 : to->pw_uid == uid)
			*found = to;
	fclose(f);
	return 0;
}

int getpwnam_r(const char *name, struct passwd *to, char *room, size_t bytes, struct passwd **found)
{
	return look_into(name, 0, to, room, bytes, found);
}

int getpwuid_r(uid_t uid, struct passwd *to, char *room, size_t bytes, struct passwd **found)
{
	return look_into(NULL, uid, to, room, bytes, found);
}

int getpw(int uid, char *line)
{
	struct passwd *p = getpwuid(uid);

	if (p == NULL)
		return 1;
	sprintf(line, "%s:%s:%d:%d:%s:%s:%s", p->pw_name, p->pw_passwd, p->pw_uid, p->pw_gid, p->pw_gecos, p->pw_dir,
	        p->pw_shell);
	return 0;
}
