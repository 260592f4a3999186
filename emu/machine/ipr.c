/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The internal processor registers: what MTPR and MFPR reach. */
#include "machine/machine_private.h"

/* Registers that are plain words of the state. */
static uint32_t *plain(struct machine *m, uint32_t reg)
{
	switch (reg) {
	case PR_P0BR:
		return &m->s.mmu.p0br;
	case PR_P0LR:
		return &m->s.mmu.p0lr;
	case PR_P1BR:
		return &m->s.mmu.p1br;
	case PR_P1LR:
		return &m->s.mmu.p1lr;
	case PR_SBR:
		return &m->s.mmu.sbr;
	case PR_SLR:
		return &m->s.mmu.slr;
	case PR_MAPEN:
		return &m->s.mmu.mapen;
	case PR_PCBB:
		return &m->s.pcbb;
	case PR_SCBB:
		return &m->s.scbb;
	case PR_DKBN:
		return &m->s.dkbn;
	case PR_DKPA:
		return &m->s.dkpa;
	default:
		return NULL;
	}
}

bool ipr_write(struct machine *m, uint32_t reg, uint32_t value)
{
	uint32_t *word = plain(m, reg);

	switch (reg) {
	case PR_KSP:
		cpu_set(m->cpu, 15, value);
		return true;
	case PR_IPL:
		m->s.psl = (m->s.psl & ~(uint32_t)PSL_IPL) | (value << PSL_IPLSHIFT & PSL_IPL);
		device_deadline(m);
		return true;
	case PR_ICCS:
	case PR_NICR:
		device_clock_write(m, reg, value);
		return true;
	case PR_RXCS:
		m->s.rxcs = value & CSR_IE;
		device_deadline(m);
		return true;
	case PR_TXCS:
		m->s.tx_pending |= value & CSR_IE && !(m->s.txcs & CSR_IE);
		m->s.txcs = value & CSR_IE;
		device_deadline(m);
		return true;
	case PR_TXDB: {
		uint8_t byte = (uint8_t)value;

		if (m->listener.console)
			m->listener.console(m->listener.arg, &byte, 1);
		m->s.tx_pending = 1;
		machine_cost(m, COST_CONSOLE, 1);
		return true;
	}
	case PR_TBIA:
		cpu_flush_tlb(m->cpu);
		return true;
	case PR_DKCS:
		device_disk_command(m, value);
		return true;
	case PR_ICIA:
		machine_add_work(m, m->s.ram >> 9); /* a look at every page frame */
		cpu_code_stored(m->cpu);
		return true;
	default:
		break;
	}
	if (!word)
		return false;
	if (*word == value)
		return true;
	*word = value;
	if (reg >= PR_P0BR && reg <= PR_P1LR)
		cpu_flush_process(m->cpu);
	if (reg == PR_SBR || reg == PR_SLR || reg == PR_MAPEN)
		cpu_flush_tlb(m->cpu);
	return true;
}

bool ipr_read(struct machine *m, uint32_t reg, uint32_t *value)
{
	uint32_t *word = plain(m, reg);

	switch (reg) {
	case PR_KSP:
		*value = cpu_get(m->cpu, 15);
		return true;
	case PR_IPL:
		*value = (m->s.psl & PSL_IPL) >> PSL_IPLSHIFT;
		return true;
	case PR_ICCS:
		device_tick(m);
		*value = m->s.iccs;
		return true;
	case PR_ICR:
		*value = device_clock_count(m);
		return true;
	case PR_RXCS:
		*value = m->s.rxcs | (m->s.rx_count ? CSR_DONE : 0);
		return true;
	case PR_RXDB:
		*value = 0;
		if (m->s.rx_count) {
			*value = m->s.rx[m->s.rx_head];
			m->s.rx_head = (m->s.rx_head + 1) % RX_ROOM;
			m->s.rx_count--;
			device_deadline(m);
		}
		return true;
	case PR_TXCS:
		*value = m->s.txcs | CSR_DONE;
		return true;
	case PR_DKCS:
		*value = m->s.dkcs;
		return true;
	case PR_DKSZ:
		*value = m->disk_blocks;
		return true;
	case PR_DKSW:
		*value = m->s.swap;
		return true;
	case PR_SID:
		*value = SID_VALUE;
		return true;
	default:
		break;
	}
	if (!word)
		return false;
	*value = *word;
	return true;
}
