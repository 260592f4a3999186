/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /etc/fstab: file systems. The root disk is the only one, and is not listed. */
#ifndef _FSTAB_H
#define _FSTAB_H

#include <sys/cdefs.h>

#define FSTAB "/etc/fstab"
#define FSTAB_RW "rw"
#define FSTAB_RQ "rq" /* with quotas */
#define FSTAB_RO "ro"
#define FSTAB_SW "sw" /* for swapping */
#define FSTAB_XX "xx" /* none of these */

struct fstab {
	char *fs_spec; /* the device */
	char *fs_file; /* where it is mounted */
	char *fs_type; /* FSTAB_* */
	int fs_freq;   /* days from dump to dump */
	int fs_passno; /* when fsck looks at it */
};

struct fstab *getfsent __P((void)); /* the next; null at the end, or without the file */
struct fstab *getfsspec __P((const char *device));
struct fstab *getfsfile __P((const char *path));
struct fstab *getfstype __P((const char *type));
int setfsent __P((void)); /* begins anew; 0: there is no such file */
int endfsent __P((void));

#endif
