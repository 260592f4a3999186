/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The books about translations: which pages the engine may still know, and as what. The engine forgets all translations
 * at great cost or one page at little cost. So what a guest says is out of date is looked up again, and only what has
 * really changed is forgotten.
 */
#ifndef EMU_TLB_SHADOW_H
#define EMU_TLB_SHADOW_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TRANSLATIONS_MAX = 256,
	TRANSLATIONS_USER = 64, /* more pages of the user's than this are better forgotten than looked up again */
	TRANSLATION_CHAINS = 128,
};

/* What the engine relies on, beside reading. */
enum {
	TRANSLATION_STORES = 1,   /* it stores without asking */
	TRANSLATION_FIXED = 2,    /* it fetches, and the guest does not store here */
	TRANSLATION_CONSTANT = 4, /* it fetches, and nobody can store here */
	TRANSLATION_FETCHES = 8,  /* it fetches without asking */
};

struct translation {
	uint32_t pa;
	uint32_t uses; /* TRANSLATION_* */
};

struct tlb_shadow {
	uint32_t count;
	uint32_t low;                    /* of these: pages below S0 that the kernel used */
	uint32_t users;                  /* of these: the user's */
	bool overflow;                   /* there are more */
	uint32_t keys[TRANSLATIONS_MAX]; /* address of the page, and 1 if it is the user's */
	struct translation list[TRANSLATIONS_MAX];
	uint16_t chains[TRANSLATION_CHAINS]; /* 1 + number of an entry of those pages; 0: there is none */
	uint16_t next[TRANSLATIONS_MAX];     /* the same of the next one */
};

/* The engine gets to know a page. */
void tlb_shadow_note(struct tlb_shadow *, uint32_t va, bool user, struct translation);
/* The engine has forgotten everything; one page. */
void tlb_shadow_forget(struct tlb_shadow *);
void tlb_shadow_forget_page(struct tlb_shadow *, uint32_t va);

/* Does any page show this page frame, so that the engine does one of `uses` there? */
bool tlb_shadow_uses(const struct tlb_shadow *, uint32_t pa, uint32_t uses);

/* Does another page than this one? */
bool tlb_shadow_shared(const struct tlb_shadow *, uint32_t va, bool user, uint32_t pa, uint32_t uses);

/* Number of the next entry from `from` on that is the user's (or the kernel's); `count` if there is none. */
uint32_t tlb_shadow_next(const struct tlb_shadow *, uint32_t from, bool user);
/* Number of the entry of a page; `count` if there is none. */
uint32_t tlb_shadow_find(const struct tlb_shadow *, uint32_t va, bool user);

#endif
