/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The root disk: a read-only file system of contiguous files, in blocks of NBPG bytes.
 *   block 0                superblock
 *   s_inodes ...           inode table, s_ninodes entries; inode 0 is unused, inode ROOTINO is "/"
 *   after it               contents, each file from a block of its own
 * A directory's content is in blocks of DIRBLKSIZ bytes, as in 4.2BSD and later: each is full of entries, of which none
 * reaches into the next block. The first two are "." and "..".
 */
#ifndef ABI_ROOTFS_H
#define ABI_ROOTFS_H

#include <stdint.h>

#define FS_MAGIC 0x56464653 /* "VFFS" */
#define ROOTINO 2
#define FS_NAMELEN 256 /* bytes of the longest name in a directory, with its NUL */
#define DIRBLKSIZ 512
#define IFMT 0xF000
#define IFIFO 0x1000 /* a pipe; those with a name are files in memory */
#define IFCHR 0x2000
#define IFDIR 0x4000
#define IFREG 0x8000
#define IFLNK 0xA000
#define ISUID 04000 /* a program runs with its owner's rights */
#define ISGID 02000
#define ISVTX 01000 /* a directory: only who owns it or a file in it may take that file's name away */

/* Device numbers, the VAX's where it has one (vax/conf.c) */
#define makedev(major, minor) ((major) << 8 | (minor))
#define DEV_CONSOLE makedev(0, 0)
#define DEV_TTY makedev(2, 0)
#define DEV_KMEM makedev(3, 1)
#define DEV_NULL makedev(3, 2)
#define DEV_DRUM makedev(7, 0)

struct superblock {
	uint32_t s_magic;
	uint32_t s_blocks; /* of the whole disk */
	uint32_t s_inodes; /* first block of the inode table */
	uint32_t s_ninodes;
};

struct dinode {
	uint32_t di_mode;
	uint32_t di_size;  /* bytes */
	uint32_t di_start; /* first block; of a device, its number */
	uint32_t di_nlink;
};

struct direct {
	uint32_t d_ino;    /* 0: nothing is here */
	uint16_t d_reclen; /* bytes to the next entry; there may be room behind the name */
	uint16_t d_namlen;
	char d_name[FS_NAMELEN]; /* only as much as the name with its NUL takes, up to a multiple of 4 bytes */
};
#define DIRHEAD 8 /* bytes before the name */
#define DIRSIZ(namlen) (DIRHEAD + ((uint32_t)(namlen) + 4) / 4 * 4)

#endif
