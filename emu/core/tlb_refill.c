/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which translations the engine must forget, when the guest says that some may be out of date. Here it is only worked
 * out; cpu.c has the engine do it before it goes on.
 */
#include "core/cpu_private.h"

void cpu_add_stale(struct cpu *c, uint32_t va)
{
	if (c->nstale < STALE_MAX)
		c->stale[c->nstale] = va;
	if (c->nstale < STALE_ALL)
		c->nstale++;
	tlb_shadow_forget_page(&c->translations, va);
}

/* Does entry i of the books still hold? What allows the engine less than it might do does no harm. */
static bool still_holds(struct cpu *c, uint32_t i)
{
	const struct translation *t = &c->translations.list[i];
	uint32_t key = c->translations.keys[i];
	struct cpu_page now;

	return c->client.look(c->client.arg, key & ~(uint32_t)PGOFSET, key & 1, &now) && now.pa == t->pa &&
	       (!(t->uses & TRANSLATION_STORES) || now.write) && !(t->uses & TRANSLATION_FIXED && now.mutable) &&
	       !(t->uses & TRANSLATION_CONSTANT && !now.constant);
}

/* Looks up again what the engine knows, of the user's or of the kernel's pages. */
void cpu_look_again(struct cpu *c, bool user)
{
	uint32_t i = 0;

	if (c->translations.overflow || (user && c->translations.users > TRANSLATIONS_USER))
		c->nstale = STALE_ALL;
	while (c->nstale != STALE_ALL && (i = tlb_shadow_next(&c->translations, i, user)) < c->translations.count)
		if (still_holds(c, i))
			i++;
		else
			cpu_add_stale(c, c->translations.keys[i] & ~(uint32_t)PGOFSET);
}

void cpu_flush_tlb(struct cpu *c)
{
	cpu_look_again(c, false);
	c->user_stale = true;
}

void cpu_flush_process(struct cpu *c)
{
	if (c->translations.low)
		cpu_look_again(c, false);
	c->user_stale = true;
}
