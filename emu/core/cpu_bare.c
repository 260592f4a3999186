/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bare engine, without hooks that count and without a machine: what the core is measured against. */
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unicorn/unicorn.h>

#include "core/cpu_private.h"

static bool bare_fill(uc_engine *uc, uint64_t va, uc_mem_type type, uc_tlb_entry *entry, void *arg)
{
	(void)uc;
	(void)arg;
	entry->paddr = va & 0xFFFFF000;
	entry->perms = UC_PROT_READ | (type == UC_MEM_FETCH ? UC_PROT_EXEC : UC_PROT_WRITE);
	return entry->paddr < 4 << 20;
}

static void bare_interrupt(uc_engine *uc, uint32_t number, void *arg)
{
	bool *ended = arg;

	*ended = number == CPU_TRAP0 + 1;
	uc_emu_stop(uc);
}

static double microseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double cpu_bare_mips(const uint8_t *code, size_t size, uint32_t at, uint64_t insns)
{
	enum { BARE_RAM = 4 << 20 };
	uint8_t *ram = mmap(NULL, BARE_RAM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uc_engine *uc = cpu_open_engine();
	bool ended = false;
	double mips = 0;
	uc_hook hook;

	if (uc && ram != MAP_FAILED && at < BARE_RAM && size < BARE_RAM - at) {
		uint32_t sr = SR_S, sp = BARE_RAM - 16;

		memcpy(ram + at, code, size);
		uc_reg_write(uc, UC_M68K_REG_SR, &sr);
		uc_reg_write(uc, UC_M68K_REG_A7, &sp);
		if (uc_mem_map_ptr(uc, 0, BARE_RAM, UC_PROT_ALL, ram) == UC_ERR_OK &&
		    uc_ctl_tlb_mode(uc, UC_TLB_VIRTUAL) == UC_ERR_OK &&
		    cpu_add_hook(uc, &hook, UC_HOOK_TLB_FILL, (void (*)(void))bare_fill, NULL) &&
		    cpu_add_hook(uc, &hook, UC_HOOK_INTR, (void (*)(void))bare_interrupt, &ended)) {
			double begin = microseconds();

			/* It answers with an error even at its end, since the address to stop at is in no page. */
			uc_emu_start(uc, at, NO_STOP, 0, 0);
			if (ended)
				mips = (double)insns / (microseconds() - begin);
		}
	}
	if (uc)
		uc_close(uc);
	if (ram != MAP_FAILED)
		munmap(ram, BARE_RAM);
	return mips;
}
