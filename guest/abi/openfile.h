/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Open files as the kernel keeps them and the host reads them: from a descriptor (u_ofile) by way of the open file to
 * an inode in core or a pipe.
 */
#ifndef ABI_OPENFILE_H
#define ABI_OPENFILE_H

#include "arch.h"
#include "rootfs.h"

enum { DFREE, DINODE, DPIPE };

/* f_flag: open's flags plus one, so that reading and writing are a bit each */
#define FREAD 1
#define FWRITE 2
#define FSHLOCK 0x10000 /* it has a lock by flock, */
#define FEXLOCK 0x20000 /* alone */

#define NINODE 256     /* slots, inode[] */
#define MFSINO 0x10000 /* i_number of a file in memory: MFSINO plus its slot; the first ones are roots: */
#define MFSROOTS 2     /* of what is mounted where mounted[] says, inode numbers on the disk */
#define MFSRESERVE 64  /* page frames that files in memory leave for processes */

struct inode {
	uint32_t i_number; /* 0: free slot */
	uint32_t i_count;  /* users of this slot: open files, working directories, calls */
	uint32_t i_uid, i_gid;
	uint32_t i_mtime;   /* last change, seconds since 1970 */
	uint32_t i_writers; /* open files that may write it */
	uint32_t i_shlocks; /* open files that have a shared lock on it, */
	uint32_t i_exlock;  /* and is there one that has it alone? */
	uint32_t i_text;    /* processes whose program it is, if it is a file that can be written */
	struct dinode i_d;  /* as on the disk; of a file in memory, di_start is the page frame of its page numbers */
};

struct pipe {
	KPTR(char) p_data;             /* the page frame, null: free slot */
	uint32_t p_first, p_last;      /* bytes taken out and put in since the beginning */
	uint32_t p_readers, p_writers; /* open files */
	KPTR(struct inode) p_inode;    /* of a pipe that has a name */
	uint32_t p_opens[2];           /* how often that has been opened, ever: by readers, by writers */
};

struct file {
	uint32_t f_type;  /* DFREE ... */
	uint32_t f_flag;  /* FREAD, FWRITE; O_NDELAY, O_APPEND */
	uint32_t f_count; /* descriptors */
	uint32_t f_offset;
	union {
		KPTR(struct inode) f_inode;
		KPTR(struct pipe) f_pipe;
	};
};

#endif
