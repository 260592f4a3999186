/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource maps, first fit (4.3BSD sys/subr_rmap.c). Who makes a map gives it entries enough for the worst case. */
#include "map.h"

#include "systm.h"

/* Makes room for an entry before, or closes up over one. */
static void shift(struct map *map, struct mapent *at, int by)
{
	struct mapent *end = map->m_free + map->m_count;

	if (by > 0)
		for (struct mapent *e = end; e > at; e--)
			e[0] = e[-1];
	else
		for (struct mapent *e = at; e + 1 < end; e++)
			e[0] = e[1];
	map->m_count += (uint32_t)by;
}

uint32_t rmalloc(struct map *map, uint32_t size)
{
	for (struct mapent *e = map->m_free; e < map->m_free + map->m_count; e++) {
		uint32_t addr = e->m_addr;

		if (e->m_size < size)
			continue;
		e->m_addr += size;
		e->m_size -= size;
		if (e->m_size == 0)
			shift(map, e, -1);
		map->m_left -= size;
		return addr;
	}
	return 0;
}

int rmfits(const struct map *map, uint32_t size)
{
	const struct mapent *e = map->m_free, *end = e + map->m_count;

	while (e < end && e->m_size < size)
		e++;
	return e < end;
}

void rmfree(struct map *map, uint32_t size, uint32_t addr)
{
	struct mapent *e = map->m_free, *end = e + map->m_count;
	int before, after;

	while (e < end && e->m_addr < addr)
		e++;
	if ((e > map->m_free && e[-1].m_addr + e[-1].m_size > addr) || (e < end && addr + size > e->m_addr))
		panic("rmfree: %u at %u is free already", size, addr);
	before = e > map->m_free && e[-1].m_addr + e[-1].m_size == addr;
	after = e < end && addr + size == e->m_addr;
	map->m_left += size;
	if (before && after) {
		e[-1].m_size += size + e->m_size;
		shift(map, e, -1);
	} else if (before) {
		e[-1].m_size += size;
	} else if (after) {
		e->m_addr = addr;
		e->m_size += size;
	} else {
		if (map->m_count == map->m_max)
			panic("rmfree: the map is full");
		shift(map, e, 1);
		*e = (struct mapent){size, addr};
	}
}
