/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small C programs for the machine, each made from a number: calls inside calls, locals, globals and the heap, signals,
 * fork and vfork, also inside each other, and now and then what a borrower must not do.
 */
#ifndef TESTS_RANDOM_PROGRAM_H
#define TESTS_RANDOM_PROGRAM_H

#include <stdint.h>
#include <stdio.h>

/* Writes the program of that number. The same number gives the same program. */
void random_program(FILE *, uint64_t number);

/* The next random number of a series, below n. */
uint32_t random_next(uint64_t *series, uint32_t n);

#endif
