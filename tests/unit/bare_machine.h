/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machines without a kernel, for the tests of the machine itself. Included after cmocka.
 *
 * A fixture is a machine with a program of guest/NAME.S; what happens is kept, and what the program left behind is
 * found by its labels, which are in S0 and so mapped one to one.
 */
#ifndef TESTS_BARE_MACHINE_H
#define TESTS_BARE_MACHINE_H

#include "machine/machine.h"
#include "debuginfo/symbols.h"

struct image {
	uint8_t *data;
	size_t size;
};

/* The program NAME.elf that was assembled from guest/NAME.S; argv0 tells where it is. */
struct image bare_image(const char *argv0, const char *name);

/* A kernel of these bytes, loaded where kernels begin and started there. */
struct image bare_code(const void *code, size_t size);

#define BARE_SWAP 4 /* blocks */

/* A machine of 4 MB and a small swap area with that kernel and disk (NULL and 0: none). Fails the test if there is
 * none. */
struct machine *bare_machine(const struct image *, const uint8_t *disk, size_t disk_size);

/* The longword at a label of the image, as the machine left it (labels are in S0, mapped one to one). */
uint32_t bare_long(struct machine *, struct symbols *, const char *label);

/* The next of a row of well-mixed numbers (splitmix64). Any seed will do. */
uint64_t bare_random(uint64_t *seed);

struct fixture {
	struct image image;
	struct symbols *symbols;
	struct machine *m;
	uint64_t step; /* runs go in steps of so many instructions */
	struct event events[8];
	char printed[64];
	uint64_t key_icount[8]; /* when each of the first things that were typed was taken in */
	uint16_t key[8];        /* and what it was */
	size_t nevents, nprinted, nkeys;
};

/* detail: every hook is on. */
struct fixture *bare_new(const char *argv0, const char *name, const uint8_t *disk, size_t disk_size, uint64_t step,
                         bool detail);
void bare_free(struct fixture *);

/* Runs until the machine stops by itself; fails the test if that is a machine check, or never. */
enum machine_stop bare_run(struct fixture *);

/* The same, to the program's own end: HALT with BARE_STATUS. */
#define BARE_STATUS 42
void bare_run_to_halt(struct fixture *);

/* For cmocka: frees the fixture that a test's state is. */
int bare_tear_down(void **state);

/* For cmocka's set-up functions of tests that only look at what a run left: the state is made once for each way of
 * running, and is there until the group's tear-down function bare_forget. */
int bare_share(void **state, struct fixture *(*run)(uint64_t step, bool detail), uint64_t step, bool detail);
int bare_forget(void **state);

/* All of memory and every register of two runs are the same; the second is freed. */
void bare_same(const struct fixture *, struct fixture *);

/* A test of both, straight through, and in steps of one with every hook on (set-up functions straight and stepped,
 * which share their runs). */
/* clang-format off */
#define BOTH(test)                                                                                                     \
	{#test, test, straight, NULL, NULL}, {#test "_stepped", test, stepped, NULL, NULL}
/* clang-format on */

uint32_t address(const struct fixture *, const char *label);
const uint8_t *bytes(const struct fixture *, const char *label);
/* Longword n at a label. */
uint32_t value(const struct fixture *, const char *label, unsigned n);
/* Longword n of what was noted about an exception: vector, four from the stack, d0, d1, d2, a0, a1. */
uint32_t noted(const struct fixture *, const char *name, unsigned n);

#endif
