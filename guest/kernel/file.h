/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open files: what is behind a descriptor. Shared, offset and all, by every process that inherited the descriptor. */
#ifndef KERNEL_FILE_H
#define KERNEL_FILE_H

#include <fcntl.h>

#include "ufs.h"

#define FOPEN(flags) ((flags) + 1) /* open's flags as f_flag */

/* kern_descrip.c */
struct file *getf(uint32_t fd);                   /* null and EBADF if there is none */
struct file *falloc(uint32_t type, uint32_t *fd); /* a new one with one descriptor; null and EMFILE or ENFILE */
void ffree(uint32_t fd);                          /* falloc undone, when there is nothing to open after all */
void fdmark(uint32_t fd);                         /* to be closed by exec */
void fopened(struct file *, struct inode *, uint32_t flags); /* it is this inode's; FREAD, FWRITE, O_NDELAY, O_APPEND */

/* sys_pipe.c: bytes moved; u.u_error */
uint32_t piperead(struct file *, char *user, uint32_t bytes);
uint32_t pipewrite(struct file *, const char *user, uint32_t bytes);
uint32_t pipesize(const struct pipe *);
int pipeready(const struct file *, uint32_t which); /* would FREAD or FWRITE not have to wait? */
void pipeclose(struct file *);
uint32_t fifoopen(struct file *, struct inode *, uint32_t flags);

/* conf.c: the same for special files */
uint32_t devread(uint32_t dev, uint32_t offset, char *user, uint32_t bytes);
uint32_t devwrite(uint32_t dev, const char *user, uint32_t bytes);

#endif
