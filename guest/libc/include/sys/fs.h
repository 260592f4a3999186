/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The superblock of 4.3BSD's file system, for programs that read one from a disk. The disks here have
 * another one: the kernel's rootfs.h. */
#ifndef _SYS_FS_H
#define _SYS_FS_H

#include <sys/types.h>

#define BBSIZE 8192 /* bytes before the superblock, which are for booting */
#define SBSIZE 8192
#define BBOFF ((off_t)0)
#define SBOFF ((off_t)(BBOFF + BBSIZE))
#define BBLOCK ((daddr_t)0)
#define SBLOCK ((daddr_t)(BBLOCK + BBSIZE / 512))

#define FS_MAGIC 0x011954
#define MAXMNTLEN 512
#define MAXCSBUFS 32
#define MAXCPG 32
#define NRPOS 8
#define FS_OPTTIME 0
#define FS_OPTSPACE 1

struct csum {
	long cs_ndir, cs_nbfree, cs_nifree, cs_nffree; /* directories; free blocks, inodes, fragments */
};

struct fs {
	struct fs *fs_link, *fs_rlink;
	daddr_t fs_sblkno, fs_cblkno, fs_iblkno, fs_dblkno; /* places in a cylinder group */
	long fs_cgoffset, fs_cgmask;
	time_t fs_time;
	long fs_size, fs_dsize; /* fragments, all and for data */
	long fs_ncg;            /* cylinder groups */
	long fs_bsize, fs_fsize, fs_frag;
	long fs_minfree; /* percent that is kept free */
	long fs_rotdelay, fs_rps;
	long fs_bmask, fs_fmask, fs_bshift, fs_fshift;
	long fs_maxcontig, fs_maxbpg;
	long fs_fragshift, fs_fsbtodb, fs_sbsize;
	long fs_csmask, fs_csshift, fs_nindir, fs_inopb, fs_nspf;
	long fs_optim;
	long fs_sparecon[5];
	daddr_t fs_csaddr;
	long fs_cssize, fs_cgsize;
	long fs_ntrak, fs_nsect, fs_spc, fs_ncyl;
	long fs_cpg, fs_ipg, fs_fpg; /* of a group: cylinders, inodes, fragments */
	struct csum fs_cstotal;
	char fs_fmod, fs_clean, fs_ronly, fs_flags;
	char fs_fsmnt[MAXMNTLEN];
	long fs_cgrotor;
	struct csum *fs_csp[MAXCSBUFS];
	long fs_cpc;
	short fs_postbl[MAXCPG][NRPOS];
	long fs_magic;
	u_char fs_rotbl[1];
};

#endif
