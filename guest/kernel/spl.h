/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interrupt priority levels, and the way into an interrupt and out of it.
 *
 * One thing in here is for the host's speed alone, and a reader may take it for what it is called: a 4.3BSD kernel's
 * splhigh and splx set the processor's level, one MTPR each. Here raising it only says so, in `cpl`: interrupts seldom
 * come just then, and an MTPR is an exception of the emulator's engine, which costs more than most of what is guarded.
 * One that does come while it is shut out is put off: `putoff` raises the processor's level for the code that it
 * interrupted, and splx lets it in. What a program sees is the same.
 */
#ifndef KERNEL_SPL_H
#define KERNEL_SPL_H

#include "mtpr.h"
#include "proc.h"

extern volatile uint32_t cpl;   /* the level */
extern volatile uint32_t iplup; /* the processor's own level is up: splx has to set it */

#define BARRIER() __asm__ volatile("" ::: "memory") /* nothing is kept in registers across this */

/* Shuts interrupts out. The level before, for splx. */
static inline uint32_t splhigh(void)
{
	uint32_t was = cpl;

	cpl = IPL_HIGH;
	BARRIER(); /* an interrupt may have changed anything until here */
	return was;
}

static inline void splx(uint32_t ipl)
{
	BARRIER();
	cpl = ipl;
	if (iplup) { /* after cpl is set, so that an interrupt in between puts off nothing */
		iplup = ipl > 0;
		mtpr(PR_IPL, ipl);
	}
}

static inline void spl0(void)
{
	splx(0);
}

/* Did this entry to the kernel come from user mode? The kernel's is 0. */
#define USERMODE(tf) (((tf)->tf_psl & PSL_CURMOD) != 0)

/* An interrupt of level ipl has come. 1: it is shut out, and will come again. 0: it is served at that level until
 * intrend. */
static inline int putoff(struct trapframe *tf, uint32_t ipl)
{
	iplup = 1;
	if (ipl > cpl) {
		cpl = ipl;
		return 0;
	}
	tf->tf_psl = (tf->tf_psl & ~(uint32_t)PSL_IPL) | ipl << PSL_IPLSHIFT;
	return 1;
}

void userret(void); /* trap.c: before a process goes on in user mode; at IPL 0 */

/* The last thing that an interrupt's handler does; ipl is the level before. */
static inline void intrend(struct trapframe *tf, uint32_t ipl)
{
	extern struct user u;

	if (USERMODE(tf)) {
		u.u_ar0 = tf;
		spl0();
		userret();
		return;
	}
	/* The return from the interrupt sets the processor's level. It was up if we interrupted another interrupt. */
	cpl = iplup = ipl;
}

#endif
