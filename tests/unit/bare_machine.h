/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines without a kernel, for the tests of the machine itself. Included after cmocka. */
#ifndef TESTS_BARE_MACHINE_H
#define TESTS_BARE_MACHINE_H

#include "../../emu/machine.h"
#include "../../emu/symbols.h"

struct image {
	uint8_t *data;
	size_t size;
};

/* The program NAME.elf that was assembled from guest/NAME.S; argv0 tells where it is. */
struct image bare_image(const char *argv0, const char *name);

/* A kernel of these bytes, loaded where kernels begin and started there. */
struct image bare_code(const void *code, size_t size);

#define BARE_SWAP 4 /* blocks */

/* A machine of 4 MB and a small swap area with that kernel and disk (NULL and 0: none). Fails the test if there is none. */
struct machine *bare_machine(const struct image *, const uint8_t *disk, size_t disk_size);

/* The longword at a label of the image, as the machine left it (labels are in S0, mapped one to one). */
uint32_t bare_long(struct machine *, struct symbols *, const char *label);

/* The next of a row of well-mixed numbers (splitmix64). Any seed will do. */
uint64_t bare_random(uint64_t *seed);

#endif
