/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Jumps out of functions. They only put registers back: the frames that are left behind are free for the next call, and
 * on a borrowed stack they are frames of the lender.
 */
#ifndef _SETJMP_H
#define _SETJMP_H

/* d2-d7, a2-a7, return address, mask of blocked signals, whether to restore it */
typedef int jmp_buf[15];
typedef jmp_buf sigjmp_buf;

/* As in 4.3BSD setjmp saves the mask of blocked signals, and longjmp restores it; those with _ leave it alone. */
int setjmp(jmp_buf to) __attribute__((returns_twice));
int _setjmp(jmp_buf to) __attribute__((returns_twice));
int sigsetjmp(sigjmp_buf to, int savemask) __attribute__((returns_twice));
void longjmp(jmp_buf to, int value) __attribute__((noreturn));
void _longjmp(jmp_buf to, int value) __attribute__((noreturn));
void siglongjmp(sigjmp_buf to, int value) __attribute__((noreturn));

#endif
