/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces that are wrong in one place or a few: taken apart, changed where it matters, and put together again. */
#ifndef TESTS_TRACE_MUTATIONS_H
#define TESTS_TRACE_MUTATIONS_H

#include <stddef.h>
#include <stdint.h>

/* A good trace in memory, of a shipped program that runs on a small machine with a small disk. Ends the program with a
 * line on stderr if it cannot be made. */
struct base;
struct base *base_new(const char *program, const char *system);
void base_free(struct base *);

/* A changed trace: the same number, the same change. what: a few words for each change. The caller frees it. */
uint8_t *base_mutate(const struct base *, uint64_t number, size_t *size, char *what, size_t what_size);

/* Random numbers; the state must not be 0. */
uint32_t random_word(uint64_t *state);
/* 0 ... n - 1 */
uint32_t random_below(uint64_t *state, size_t n);

#endif
