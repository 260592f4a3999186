/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is logged in, by /etc/utmp. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <utmp.h>
#include <utmpx.h>

static FILE *file;

void setutxent(void)
{
	if (file != NULL)
		rewind(file);
}

void endutxent(void)
{
	if (file != NULL)
		fclose(file);
	file = NULL;
}

struct utmpx *getutxent(void)
{
	static struct utmpx entry;
	struct utmp u;

	if (file == NULL && (file = fopen(_PATH_UTMP, "r")) == NULL)
		return NULL;
	if (fread(&u, sizeof(u), 1, file) != 1)
		return NULL;
	entry = (struct utmpx){.ut_type = u.ut_name[0] != '\0' ? USER_PROCESS : DEAD_PROCESS,
	                       .ut_tv.tv_sec = u.ut_time};
	memcpy(entry.ut_user, u.ut_name, sizeof(u.ut_name));
	memcpy(entry.ut_line, u.ut_line, sizeof(u.ut_line));
	memcpy(entry.ut_id, u.ut_line, sizeof(u.ut_line));
	return &entry;
}

/* 4.3BSD has only those that are in, so the times are never found. */
struct utmpx *getutxid(const struct utmpx *like)
{
	struct utmpx *entry;

	while ((entry = getutxent()) != NULL)
		if (like->ut_type >= USER_PROCESS ? strcmp(entry->ut_id, like->ut_id) == 0
		                                  : entry->ut_type == like->ut_type)
			break;
	return entry;
}

struct utmpx *getutxline(const struct utmpx *like)
{
	struct utmpx *entry;

	while ((entry = getutxent()) != NULL)
		if (entry->ut_type == USER_PROCESS && strcmp(entry->ut_line, like->ut_line) == 0)
			break;
	return entry;
}

struct utmpx *pututxline(const struct utmpx *entry)
{
	(void)entry;
	errno = EROFS;
	return NULL;
}
