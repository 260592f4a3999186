/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The processor's registers and extended functions as C sees them. Operands are in fixed registers, so each wrapper is
 * one instruction once its operands are in place. All of them may touch memory behind the compiler's back.
 */
#ifndef KERNEL_MTPR_H
#define KERNEL_MTPR_H

#include "events.h"
#include "arch.h"

static inline void mtpr(uint32_t reg, uint32_t value)
{
	register uint32_t d0 __asm__("d0") = value;
	register uint32_t d1 __asm__("d1") = reg;

	__asm__ volatile(".short %c2" : : "d"(d0), "d"(d1), "i"(XFC_BASE + XFC_MTPR) : "memory");
}

static inline uint32_t mfpr(uint32_t reg)
{
	register uint32_t d0 __asm__("d0");
	register uint32_t d1 __asm__("d1") = reg;

	__asm__ volatile(".short %c2" : "=d"(d0) : "d"(d1), "i"(XFC_BASE + XFC_MFPR) : "memory");
	return d0;
}

/* The user's stack pointer. What it is, the way into the kernel leaves in tf_usp. */
static inline void setusp(uint32_t sp)
{
	__asm__ volatile("move.l %0, %%usp" : : "a"(sp));
}

/* The entry of one page of the kernel's, or of the running process's, is not what it was: no cached translation may
 * last. */
static inline void tbis(uint32_t address)
{
	__asm__ volatile("pflush (%0)" : : "a"(address) : "memory");
}

/* Copy and fill between addresses of the kernel: the VAX's block instructions. */
static inline void bcopy(const void *from, void *to, uint32_t bytes)
{
	register uint32_t d0 __asm__("d0") = bytes;
	register const void *a0 __asm__("a0") = from;
	register void *a1 __asm__("a1") = to;

	__asm__ volatile(".short %c3" : "+d"(d0), "+a"(a0), "+a"(a1) : "i"(XFC_BASE + XFC_MOVC3) : "memory");
}

static inline void bzero(void *to, uint32_t bytes)
{
	register uint32_t d0 __asm__("d0") = 0;
	register uint32_t d1 __asm__("d1") = 0;
	register uint32_t d2 __asm__("d2") = bytes;
	register void *a0 __asm__("a0") = to;
	register void *a1 __asm__("a1") = to;

	__asm__ volatile(".short %c5"
	                 : "+d"(d0), "+d"(d1), "+d"(d2), "+a"(a0), "+a"(a1)
	                 : "i"(XFC_BASE + XFC_MOVC5)
	                 : "memory");
}

/* Let time pass until an interrupt is wanted; why is a set of IDLE_*. */
static inline void idle(uint32_t why)
{
	register uint32_t d0 __asm__("d0") = why;

	__asm__ volatile(".short %c1" : "+d"(d0) : "i"(XFC_BASE + XFC_IDLE) : "memory");
}

_Noreturn static inline void halt(uint32_t status)
{
	register uint32_t d0 __asm__("d0") = status;

	for (;;)
		__asm__ volatile(".short %c1" : "+d"(d0) : "i"(XFC_BASE + XFC_HALT) : "memory");
}

/*
 * TRACE(EV_VM_PASS, from, to, ...): tell the host what happens. The running process's pid goes with it. The event's
 * number is part of the instruction, so it must be a constant.
 */
#define TRACE(event, ...) TRACE_TEXT(event, 0, __VA_ARGS__)
#define TRACE_TEXT(event, text, ...)                                                                                   \
	do {                                                                                                           \
		const uint32_t trace_args[] = {__VA_ARGS__};                                                           \
		register uint32_t trace_count __asm__("d0") = sizeof trace_args / sizeof(uint32_t);                    \
		register uint32_t trace_pid __asm__("d1") = curproc->p_pid;                                            \
		register const uint32_t *trace_a0 __asm__("a0") = trace_args;                                          \
		register const char *trace_a1 __asm__("a1") = (text);                                                  \
                                                                                                                       \
		__asm__ volatile(".short %c4"                                                                          \
		                 :                                                                                     \
		                 : "d"(trace_count), "d"(trace_pid), "a"(trace_a0), "a"(trace_a1),                     \
		                   "i"(XFC_BASE + XFC_TRACE + (event))                                                 \
		                 : "memory");                                                                          \
	} while (0)

#endif
