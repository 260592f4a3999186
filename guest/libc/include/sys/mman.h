/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that a process maps (4.4BSD, SVR4, Linux; docs/library.md tells on which systems there is mmap). Anonymous
 * memory may be private or shared; of a file only a private copy can be mapped, for shared it is ENODEV.
 */
#ifndef _SYS_MMAN_H
#define _SYS_MMAN_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2 /* and to read */
#define PROT_EXEC 4  /* as PROT_READ */

#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_ANON 0x1000
#define MAP_ANONYMOUS MAP_ANON

#define MAP_FAILED ((void *)-1)

#ifndef KERNEL
void *mmap __P((void *address, size_t bytes, int prot, int flags, int fd, off_t offset));
int munmap __P((void *address, size_t bytes));
int mprotect __P((void *address, size_t bytes, int prot));
#endif

#endif
