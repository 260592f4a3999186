/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page frames that are watched while the engine runs at its full speed, without its hooks for stores: those make every
 * load and store slow, wherever it goes. Instead the engine finds these page frames at another physical address, where
 * memory may not be stored into. There it asks, for each store, what is to be done about that, and then believes the
 * store to be lost; so it is done here.
 *
 * In the middle of a block nobody knows which of its instructions it is: the client is told of all that it may be.
 */
#include <unicorn/unicorn.h>

#include "base/be.h"
#include "core/cpu_private.h"

static bool on_refused(uc_engine *uc, uc_mem_type type, uint64_t address, int size, int64_t value, void *arg)
{
	struct cpu *c = arg;
	uint32_t pa = (uint32_t)address - WATCH_PA, bytes = (uint32_t)size;
	bool partial = c->partial != PARTIAL_OFF;

	(void)uc;
	(void)type;
	if (pa & (bytes - 1)) /* the engine goes on to store byte by byte, each of which comes here */
		return true;
	for (uint32_t i = 0; i < bytes; i++)
		c->ram[pa + i] = (uint8_t)((uint64_t)value >> 8 * (bytes - 1 - i));
	c->in_insn = true;
	c->client.watched(c->client.arg, partial ? c->icount : c->icount - c->block->insns,
	                  partial ? c->target : c->icount, pa, bytes);
	c->in_insn = false;
	return true;
}

/* Memory once more, for reading only. */
static bool map_again(struct cpu *c)
{
	uc_hook hook;

	return uc_mem_map_ptr(c->uc, WATCH_PA, c->ram_size, UC_PROT_ALL, c->ram) == UC_ERR_OK &&
	       uc_mem_protect(c->uc, WATCH_PA, c->ram_size, UC_PROT_READ) == UC_ERR_OK &&
	       cpu_add_hook(c->uc, &hook, UC_HOOK_MEM_WRITE_PROT, (void (*)(void))on_refused, c);
}

void cpu_watch(struct cpu *c, uint32_t pa, uint32_t size)
{
	if (size && !c->watches && !map_again(c))
		cpu_note_problem(c, "it does not map memory twice");
	c->watches |= size > 0;
	c->watched = pa >> PGSHIFT;
	c->nwatched = size ? ((pa + size - 1) >> PGSHIFT) - c->watched + 1 : 0;
	cpu_forget_all(c);
}
