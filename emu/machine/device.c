/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The devices: interval clock, console, disk; and which interrupt is due. */
#include <string.h>

#include "machine/machine_private.h"

static uint64_t now(const struct machine *m)
{
	return cpu_icount(m->cpu) + m->s.extra;
}

void machine_cost(struct machine *m, enum cost what, uint64_t times)
{
	m->s.extra += times * cost_table[what].tenths / 10;
	device_deadline(m);
}

static uint64_t interval(const struct machine *m)
{
	uint32_t us = -m->s.nicr;

	return us ? us : UINT64_C(1) << 32;
}

void device_tick(struct machine *m)
{
	if (!(m->s.iccs & ICCS_RUN) || now(m) < m->s.clock_due)
		return;
	m->s.iccs |= ICCS_INT;
	m->s.clock_due += ((now(m) - m->s.clock_due) / interval(m) + 1) * interval(m);
}

uint32_t device_clock_count(struct machine *m)
{
	device_tick(m);
	return m->s.iccs & ICCS_RUN ? (uint32_t)(now(m) - m->s.clock_due) : m->s.nicr;
}

void device_clock_write(struct machine *m, uint32_t reg, uint32_t value)
{
	device_tick(m);
	if (reg == PR_NICR) {
		m->s.nicr = value;
	} else {
		if (value & ICCS_INT)
			m->s.iccs &= ~(uint32_t)ICCS_INT;
		if (value & ICCS_TRANSFER || (value & ICCS_RUN && !(m->s.iccs & ICCS_RUN)))
			m->s.clock_due = now(m) + interval(m) + m->skew;
		m->s.iccs = (m->s.iccs & ICCS_INT) | (value & (ICCS_RUN | ICCS_IE));
	}
	device_deadline(m);
}

bool device_interrupt(struct machine *m, uint32_t *vector, uint32_t *ipl)
{
	uint32_t level = (m->s.psl & PSL_IPL) >> PSL_IPLSHIFT;
	const struct {
		bool wants;
		uint32_t vector, ipl;
	} sources[] = {
		{m->s.iccs & ICCS_INT && m->s.iccs & ICCS_IE, SCB_CLOCK, IPL_CLOCK},
		{m->s.rx_count > 0 && m->s.rxcs & CSR_IE, SCB_CONSOLE_RX, IPL_CONSOLE},
		{m->s.tx_pending && m->s.txcs & CSR_IE, SCB_CONSOLE_TX, IPL_CONSOLE},
	};

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		if (!sources[i].wants || sources[i].ipl <= level)
			continue;
		*vector = sources[i].vector;
		*ipl = sources[i].ipl;
		return true;
	}
	return false;
}

void device_deadline(struct machine *m)
{
	uint32_t vector, ipl;
	uint64_t due = UINT64_MAX;

	if (device_interrupt(m, &vector, &ipl))
		due = cpu_icount(m->cpu);
	else if (m->s.iccs & ICCS_RUN)
		due = m->s.clock_due > m->s.extra ? m->s.clock_due - m->s.extra : 0;
	cpu_set_deadline(m->cpu, due);
}

bool device_idle(struct machine *m, uint32_t flags)
{
	uint32_t vector, ipl;

	device_tick(m);
	if (device_interrupt(m, &vector, &ipl))
		return true;
	if (flags == IDLE_INPUT && m->s.rx_count == 0)
		return false;
	if (!(m->s.iccs & ICCS_RUN)) {
		machine_check(m, "idle at pc %08x with the clock stopped: nothing can ever happen", cpu_pc(m->cpu));
		return true;
	}
	if (m->s.clock_due > now(m))
		m->s.extra += m->s.clock_due - now(m);
	device_tick(m);
	device_deadline(m);
	return true;
}

void device_disk_command(struct machine *m, uint32_t command)
{
	uint32_t pa = m->s.dkpa, block = m->s.dkbn - m->disk_blocks; /* of the swap area */
	bool root = m->s.dkbn < m->disk_blocks, swap = !root && block < m->s.swap;

	m->s.dkcs = DKCS_ERROR;
	if (pa & PGOFSET || pa >= m->s.ram)
		return;
	if (command == DKCS_READ && root && m->absent && m->absent[m->s.dkbn]) {
		machine_check(m,
		              "block %u of the disk is read, of a file that the recorded run did not read: the trace "
		              "does not hold it",
		              (unsigned)m->s.dkbn);
		return;
	} else if (command == DKCS_READ && root) {
		if (m->listener.disk)
			m->listener.disk(m->listener.arg, m->s.dkbn);
		machine_store(m, pa, m->disk + (size_t)m->s.dkbn * NBPG, NBPG, cpu_pc(m->cpu));
	} else if (command == DKCS_READ && swap) {
		machine_store(m, pa, m->swap + (size_t)block * NBPG, NBPG, cpu_pc(m->cpu));
	} else if (command == DKCS_WRITE && swap) {
		memcpy(m->swap + (size_t)block * NBPG, m->ram + pa, NBPG);
		m->swap_written[block] = true;
		machine_touch(m, (m->s.ram >> PGSHIFT) + block);
	} else {
		return;
	}
	m->s.dkcs = DKCS_OK;
	machine_add_work(m, NBPG);
	machine_cost(m, COST_DISK, 1);
}

/* One thing more for the receiver. False: there is no room. */
static bool receive(struct machine *m, uint16_t character)
{
	if (m->s.rx_count == RX_ROOM)
		return false;
	m->s.rx[(m->s.rx_head + m->s.rx_count++) % RX_ROOM] = character;
	if (m->listener.input)
		m->listener.input(m->listener.arg, cpu_icount(m->cpu), character);
	m->waiting = false;
	device_deadline(m);
	return true;
}

size_t machine_input(struct machine *m, const uint8_t *bytes, size_t n)
{
	size_t taken = 0;

	while (taken < n && receive(m, bytes[taken]))
		taken++;
	return taken;
}

bool machine_hang_up(struct machine *m)
{
	return receive(m, RXDB_HANGUP);
}
