/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inodes in core and names of files. The root disk is read-only (ufs.c); what lies under /tmp and /home is in memory
 * (mfs.c).
 * All functions that return an int return 0 or an error number.
 */
#ifndef KERNEL_UFS_H
#define KERNEL_UFS_H

#include "openfile.h"
#include "systm.h"

#define MFSROOT (&inode[0]) /* that of /tmp; the others follow it */
#define MAXSYMLINKS 8       /* in one path */
#define MFSPAGES NPTEPG     /* of a file in memory */

extern struct inode inode[NINODE];

/* What iaccess asks for; the numbers are those of the permissions' bits for others. */
enum { IEXEC = 1, IWRITE = 2, IREAD = 4 };

/* ufs.c */
void fsinit(void);          /* panics when there is no file system on the disk */
int ifree(struct inode **); /* a free slot */
int iget(uint32_t number, struct inode **);
void iput(struct inode *);
/* Reads exactly `bytes` bytes, which must lie within the file. To the kernel, or to the user's memory. */
int readi(const struct inode *, uint32_t offset, void *kernel, uint32_t bytes);
int readiu(const struct inode *, uint32_t offset, void *user, uint32_t bytes);

/* ufs_namei.c: path in the kernel, relative to u.u_cdir */
int namei(const char *path, struct inode **);
int nameilink(const char *path, struct inode **); /* a symbolic link itself, not what it leads to */
/*
 * The directory that the path's last component, left in name, is or would be in. ip: what is there, null if nothing.
 * follow: if that is a symbolic link, all this for its text.
 */
int nameiparent(const char *path, int follow, struct inode **dir, char name[FS_NAMELEN], struct inode **ip);
int iaccess(const struct inode *, uint32_t mode);

/* mfs.c */
#define ismfs(ip) ((ip)->i_number >= MFSINO)
void mfsinit(void);
struct inode *mfsmount(struct inode *); /* a root of the files in memory in its place */
int mfsmake(struct inode *dir, const char *name, uint32_t mode, struct inode **);
int mfsremove(struct inode *dir, const char *name, struct inode *);
int mfslink(struct inode *dir, const char *name, struct inode *); /* a name more for a file */
int mfswithin(const struct inode *dir, const struct inode *ip);   /* is dir in the tree below ip, or the same? */
int mfsmove(struct inode *from, const char *old, struct inode *to, const char *name, struct inode *);
void mfsfree(struct inode *);                                  /* the last user of a file without a name is gone */
void mfstrunc(struct inode *, uint32_t length);                /* cut, or made longer by a hole */
int mfsput(struct inode *, uint32_t page, const void *kernel); /* a whole page */
char *mfspage(const struct inode *, uint32_t page);            /* null: a hole */
uint32_t mfswrite(struct inode *, uint32_t offset, const char *user, uint32_t bytes); /* bytes written; u.u_error */

#endif
