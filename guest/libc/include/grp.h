/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/group: groups and their members. What the functions return is theirs, and is overwritten by the next call. */
#ifndef _GRP_H
#define _GRP_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct group {
	char *gr_name;
	char *gr_passwd;
	gid_t gr_gid;
	char **gr_mem; /* names; null at the end */
};

struct group *getgrent __P((void)); /* the next; null at the end */
struct group *getgrgid __P((gid_t gid));
struct group *getgrnam __P((const char *name));
void setgrent __P((void)); /* begins anew */
void endgrent __P((void)); /* closes the file */

#ifndef __OLD_C
/* Into the caller's memory. *found is null if there is none; the result is 0 or an error. */
int getgrgid_r(gid_t gid, struct group *to, char *room, size_t bytes, struct group **found);
int getgrnam_r(const char *name, struct group *to, char *room, size_t bytes, struct group **found);
int initgroups(const char *name, gid_t group); /* the groups of a user become the caller's; root only */
#endif

#endif
