/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instructions that the engine cannot bear, and how it is kept from them. A fence is an address that the engine stops
 * before.
 *
 * Floating point instructions crash the engine's decoder. Fences before all words that look like one are put up page by
 * page, when a page may be executed, and taken down with its translation. At odd addresses too: the engine decodes
 * there before it is stopped.
 *
 * The others are decoded well, but do harm when they are executed. They are looked for in each block before it runs for
 * the first time, and a fence is put up where one of them really begins; text and operands that look like one cost
 * nothing more.
 */
#ifndef EMU_DECODE_GUARD_H
#define EMU_DECODE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One kind of them: for this machine it is a reserved instruction. The table ends with a NULL name. */
struct fence_kind {
	const char *name;
	uint16_t word, mask; /* the first words w with (w & mask) == word */
	uint16_t second;     /* and one of these bits is set in the second word, if this is not 0 */
	bool decoding;       /* crashes the decoder */
	const char *why;     /* what the engine would do with it */
};
extern const struct fence_kind fence_kinds[];

enum {
	FENCES_MAX = 3 * 4096, /* for an instruction that lies in two pages full of them, and one page more */
	FENCES_PASSED = 64,    /* blocks that are remembered as harmless */
};

/* A block that holds a word that looks like one, which turned out to be no instruction. */
struct fences_passed {
	uint32_t pc, size;
	uint64_t sum; /* of its bytes */
};

struct fences {
	const uint8_t *ram;
	uint32_t ram_size;
	uint8_t *contents; /* per page frame: what is known of the words in it */
	uint8_t *words;    /* per word: what it may begin */
	uint64_t *list;    /* the addresses, as the engine wants them; room for one more behind the last */
	size_t count, room;
	struct fences_passed passed[FENCES_PASSED];
};

/* False: no memory for it. */
bool fences_init(struct fences *, const uint8_t *ram, uint32_t ram_size);
void fences_free(struct fences *);

/* The page at va may be executed from now on and shows page frame pa. */
enum fences_change {
	FENCES_SAME,
	FENCES_CHANGED, /* the engine must be told the list */
	FENCES_FULL,    /* there is no room in the list: every translation must go first */
};
enum fences_change fences_page(struct fences *, uint32_t va, uint32_t pa);

/* Puts one up. The engine must be told the list. */
void fences_add(struct fences *, uint32_t va);

/* Every translation has gone. True: there were fences. */
bool fences_clear(struct fences *);

/* Somebody stored, or may do so unnoticed, into a page frame. */
void fences_stored(struct fences *, uint32_t pa);

/* May an instruction that begins with these bytes be one of them? size: how many bytes are known, at least 2. */
bool fences_suspect(const struct fences *, const uint8_t *bytes, size_t size);

/* Is one of the words of a block suspect, so that it must be looked at before it runs? fences_pass: it has been, and
 * may. */
bool fences_block(const struct fences *, uint32_t pc, const uint8_t *bytes, uint32_t size);
void fences_pass(struct fences *, uint32_t pc, const uint8_t *bytes, uint32_t size);

#endif
