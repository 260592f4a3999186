/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instructions that the engine cannot bear, and how it is kept from them. A fence is an address that the engine stops
 * before.
 *
 * Some floating point instructions crash the engine's decoder. Fences before all that looks like one of these are put
 * up page by page, when a page may be executed, and taken down with its translation. At odd addresses too: the engine
 * decodes there before it is stopped.
 *
 * The others are decoded well, but do harm when they are executed. They are looked for in each block before it runs for
 * the first time, and a fence is put up where one of them really begins; text and operands that look like one cost
 * nothing more.
 *
 * And there are instructions that do no harm one by one, but each leaves something behind in the decoder, which has
 * room for some 450 of them in one block and does not look. A page that may hold so many gets cuts: short rows of
 * fences, one at every address, so that no instruction leads across. Behind a cut a new block begins.
 */
#ifndef EMU_DECODE_GUARD_H
#define EMU_DECODE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One kind of them: for this machine it is a reserved instruction. The table ends with a NULL name. */
struct decode_guard_kind {
	const char *name;
	uint16_t word, mask; /* the first words w with (w & mask) == word */
	uint16_t second;     /* and one of these bits is set in the second word, if this is not 0 */
	const char *why;     /* what the engine would do with it */
};
extern const struct decode_guard_kind decode_guard_kinds[];

enum {
	DECODE_GUARD_MAX = 3 * 4096, /* for an instruction that lies in two pages full of them, and one page more */
	DECODE_GUARD_LITTER =
		400, /* bytes that may belong to an instruction that leaves something, before there are cuts */
	DECODE_GUARD_CUT = 300,   /* and so many at even, or at odd, addresses from one cut to the next */
	DECODE_GUARD_PASSED = 64, /* blocks that are remembered as harmless */
	DECODE_GUARD_SHOWN = 256, /* pages whose fences are known to be up */
	DECODE_GUARD_FEW = 128,   /* fences, up to which those that no page needs any more may stay */
};

/* A block that holds a word that looks like one, which turned out to be no instruction. */
struct decode_guard_passed {
	uint32_t pc, size;
	uint64_t sum; /* of its bytes */
};

/* What is known of a page frame: where its fences are to be. */
struct decode_guard_frame {
	uint16_t *offsets;
	uint16_t count;
	uint32_t look; /* number of the look that told; 0: it must be looked at */
};

/* A page whose fences are up, as a look told. */
struct decode_guard_shown {
	uint32_t va, look;
};

struct decode_guard {
	const uint8_t *ram;
	uint32_t ram_size;
	const uint8_t *copies; /* page frames behind those of ram, which nobody stores into */
	struct decode_guard_frame *frames;
	uint32_t nframes;
	uint32_t looks; /* so far */
	struct decode_guard_shown shown[DECODE_GUARD_SHOWN];
	uint8_t *words; /* per word: what it may begin */
	uint64_t *list; /* the addresses, as the engine wants them; room for one more behind the last */
	size_t count, room;
	struct decode_guard_passed passed[DECODE_GUARD_PASSED];
};

/* With so many copies of page frames behind those of ram: their physical addresses begin at ram_size here. False: no
 * memory for it. */
bool decode_guard_init(struct decode_guard *, const uint8_t *ram, uint32_t ram_size, const uint8_t *copies,
                       uint32_t ncopies);
void decode_guard_free(struct decode_guard *);

/* The page at va may be executed from now on and shows page frame pa. */
enum decode_guard_change {
	DECODE_GUARD_SAME,
	DECODE_GUARD_CHANGED, /* the engine must be told the list */
	DECODE_GUARD_FULL,    /* there is no room in the list: every translation must go first */
};
enum decode_guard_change decode_guard_page(struct decode_guard *, uint32_t va, uint32_t pa);

/* Puts one up. The engine must be told the list. */
void decode_guard_add(struct decode_guard *, uint32_t va);
/* Is there one at va? */
bool decode_guard_at(const struct decode_guard *, uint32_t va);

/* Takes all down: when every translation has gone. True: there were fences. */
bool decode_guard_clear(struct decode_guard *);

/* Somebody stored, or may do so unnoticed, into a page frame. */
void decode_guard_stored(struct decode_guard *, uint32_t pa);

/* May an instruction that begins with these bytes be one of them? size: how many bytes are known, at least 2. */
bool decode_guard_suspect(const struct decode_guard *, const uint8_t *bytes, size_t size);

/* Is one of the words of a block suspect, so that it must be looked at before it runs? decode_guard_pass: it has been,
 * and may. */
bool decode_guard_block(const struct decode_guard *, uint32_t pc, const uint8_t *bytes, uint32_t size);
void decode_guard_pass(struct decode_guard *, uint32_t pc, const uint8_t *bytes, uint32_t size);

#endif
