/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/passwd: who there is. What the functions return is theirs, and is overwritten by the next call. */
#ifndef _PWD_H
#define _PWD_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct passwd {
	char *pw_name;
	char *pw_passwd; /* encrypted, if it were */
	uid_t pw_uid;
	gid_t pw_gid;
	int pw_quota;     /* 0 */
	char *pw_comment; /* "" */
	char *pw_gecos;   /* the person's name */
	char *pw_dir;
	char *pw_shell; /* "": /bin/sh */
};

struct passwd *getpwent __P((void)); /* the next; null at the end */
struct passwd *getpwuid __P((uid_t uid));
struct passwd *getpwnam __P((const char *name));
void setpwent __P((void)); /* begins anew */
void endpwent __P((void)); /* closes the file */

#ifndef __OLD_C
int getpw(int uid, char *line); /* V7: the whole line. Not 0 if there is none */
/* Into the caller's memory. *found is null if there is none; the result is 0 or an error. */
int getpwuid_r(uid_t uid, struct passwd *to, char *room, size_t bytes, struct passwd **found);
int getpwnam_r(const char *name, struct passwd *to, char *room, size_t bytes, struct passwd **found);
#endif

#endif
