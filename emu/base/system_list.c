/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The historic systems by name: see system_list.h. */
#include "base/system_list.h"

#include <string.h>

const struct historic_system historic_systems[SYSTEMS_COUNT] = {
#define SYSTEM(name, title, ...) {name, title},
	SYSTEMS(SYSTEM)
#undef SYSTEM
};

const struct historic_system *historic_system(const char *name)
{
	for (size_t i = 0; i < SYSTEMS_COUNT; i++)
		if (!strcmp(historic_systems[i].name, name))
			return &historic_systems[i];
	return NULL;
}
