/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Offsets and addresses that locore.S shares with C; machdep.c asserts that they agree with the structures.
 *
 *	struct trapframe on the kernel stack, lowest address first:
 *
 *	  0      32     60    64     68     72   76   80
 *	  d0-d7  a0-a6  usp   type   code   va   pc   psl
 *	  `--- entry code ---------' `- machine -------´     (code and va: by the machine or zero)
 */
#ifndef KERNEL_FRAME_H
#define KERNEL_FRAME_H

#define TF_USP 60
#define TF_SIZE 84 /* bytes */

#define U_ADDRESS 0x80002000  /* UADDR */
#define U_STACKTOP 0x80004000 /* KSTACKTOP */
#define U_ONFAULT 92          /* of struct user */

#define PCB_KSP 0
#define PCB_USP 4
#define PCB_D0 8
#define PCB_D2 16
#define PCB_A2 48
#define PCB_PC 68
#define PCB_PSL 72

#define P_ADDR 72 /* of struct proc */

#endif
