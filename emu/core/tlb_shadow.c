/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The books about translations: see tlb_shadow.h. */
#include "core/tlb_shadow.h"

#include <string.h>

#include "abi/arch.h"

static uint32_t key_of(uint32_t va, bool user)
{
	return (va & ~(uint32_t)PGOFSET) | user;
}

static bool is_low(uint32_t key)
{
	return key < S0BASE && !(key & 1);
}

/* The chain of a page, the user's and the kernel's alike. */
static uint32_t chain_of(uint32_t key)
{
	return (key >> PGSHIFT ^ key >> 19) & (TRANSLATION_CHAINS - 1);
}

/* What leads to entry i in its chain. */
static uint16_t *link_to(struct tlb_shadow *t, uint32_t i)
{
	uint16_t *link = &t->chains[chain_of(t->keys[i])];

	while (*link != i + 1)
		link = &t->next[*link - 1];
	return link;
}

uint32_t tlb_shadow_find(const struct tlb_shadow *t, uint32_t va, bool user)
{
	uint32_t key = key_of(va, user);

	for (uint32_t i = t->chains[chain_of(key)]; i; i = t->next[i - 1])
		if (t->keys[i - 1] == key)
			return i - 1;
	return t->count;
}

uint32_t tlb_shadow_next(const struct tlb_shadow *t, uint32_t from, bool user)
{
	while (from < t->count && (t->keys[from] & 1) != user)
		from++;
	return from;
}

void tlb_shadow_note(struct tlb_shadow *t, uint32_t va, bool user, struct translation now)
{
	uint32_t i = tlb_shadow_find(t, va, user);

	if (i < t->count && t->list[i].pa == now.pa) {
		now.uses |= t->list[i].uses;
	} else if (i == t->count) {
		if (i == TRANSLATIONS_MAX) {
			t->overflow = true;
			return;
		}
		t->keys[i] = key_of(va, user);
		t->next[i] = t->chains[chain_of(t->keys[i])];
		t->chains[chain_of(t->keys[i])] = (uint16_t)(i + 1);
		t->low += is_low(t->keys[i]);
		t->users += user;
		t->count++;
	}
	t->list[i] = now;
}

bool tlb_shadow_uses(const struct tlb_shadow *t, uint32_t pa, uint32_t uses)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->list[i].pa == pa && t->list[i].uses & uses)
			return true;
	return t->overflow;
}

bool tlb_shadow_shared(const struct tlb_shadow *t, uint32_t va, bool user, uint32_t pa, uint32_t uses)
{
	for (uint32_t i = 0; i < t->count; i++)
		if (t->list[i].pa == pa && t->list[i].uses & uses && t->keys[i] != key_of(va, user))
			return true;
	return t->overflow;
}

void tlb_shadow_forget(struct tlb_shadow *t)
{
	t->count = t->low = t->users = 0;
	t->overflow = false;
	memset(t->chains, 0, sizeof t->chains);
}

void tlb_shadow_forget_page(struct tlb_shadow *t, uint32_t va)
{
	for (int user = 0; user < 2; user++) {
		uint32_t i = tlb_shadow_find(t, va, user);

		if (i == t->count)
			continue;
		t->low -= is_low(t->keys[i]);
		t->users -= t->keys[i] & 1;
		t->count--;
		*link_to(t, i) = t->next[i];
		if (i == t->count)
			continue;
		*link_to(t, t->count) = (uint16_t)(i + 1); /* the last one takes its place */
		t->next[i] = t->next[t->count];
		t->keys[i] = t->keys[t->count];
		t->list[i] = t->list[t->count];
	}
}
