/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sizes of this system. */
#ifndef _SYS_PARAM_H
#define _SYS_PARAM_H

#include <limits.h>
#include <stddef.h>
#include <signal.h>
#include <sys/types.h>

#define BSD 43
#define MAXPATHLEN PATH_MAX
#define MAXHOSTNAMELEN 64
#define MAXSYMLINKS 8
#define NOFILE OPEN_MAX
#define NCARGS ARG_MAX
#define NBPG 4096
#define HZ 100
#define MACHINE "m68k"
#define NBBY 8
#define NBPW sizeof(int)
#define NGROUPS 16
#define MAXUPRC CHILD_MAX
#define NMOUNT 20     /* file systems that 4.3BSD has room for */
#define MAXBSIZE 8192 /* the largest block of a 4.3BSD file system */
#define DEV_BSIZE 512 /* a block of a device */
#define DEV_BSHIFT 9
#define CANBSIZ 256
#define CMASK 022
#define NODEV (dev_t)(-1)
#define CLSIZE 1
#define CLSIZELOG2 0

/* Bytes and blocks of a device; pages. */
#define btodb(bytes) ((unsigned)(bytes) >> DEV_BSHIFT)
#define dbtob(blocks) ((unsigned)(blocks) << DEV_BSHIFT)
#define ctob(pages) ((pages)*NBPG)
#define btoc(bytes) (((unsigned)(bytes) + NBPG - 1) / NBPG)

/* Bits of an array of characters. */
#define setbit(a, i) ((a)[(i) / NBBY] |= 1 << ((i) % NBBY))
#define clrbit(a, i) ((a)[(i) / NBBY] &= ~(1 << ((i) % NBBY)))
#define isset(a, i) ((a)[(i) / NBBY] & (1 << ((i) % NBBY)))
#define isclr(a, i) (((a)[(i) / NBBY] & (1 << ((i) % NBBY))) == 0)

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define howmany(x, y) (((x) + (y)-1) / (y))
#define powerof2(x) ((((x)-1) & (x)) == 0)
#define roundup(x, y) (howmany(x, y) * (y))

#endif
