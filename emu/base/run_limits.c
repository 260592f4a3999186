/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run may take of the host: see run_limits.h. */
#include "base/run_limits.h"

#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/sanitizer.h"

const struct limits limits_default = {
#define LIMIT(member, option, usual, ...) .member = (usual),
	LIMITS(LIMIT)
#undef LIMIT
};

struct limits limits_filled(const struct limits *given)
{
	struct limits filled = limits_default;

#define LIMIT(member, ...)                                                                                             \
	if (given->member)                                                                                             \
		filled.member = given->member;
	LIMITS(LIMIT)
#undef LIMIT
	return filled;
}

static uint64_t held;

void limits_hold_memory(uint64_t megabytes)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)megabytes << 20;

	if (SANITIZED || getrlimit(RLIMIT_DATA, &limit) < 0)
		return;
	if (limit.rlim_max == RLIM_INFINITY || wanted < limit.rlim_max)
		limit.rlim_cur = wanted;
	if (setrlimit(RLIMIT_DATA, &limit) == 0)
		held = megabytes;
}

uint64_t limits_held_memory(void)
{
	return held;
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

#define NANOSECONDS UINT64_C(1000000000)

struct allowance allowance_new(uint64_t seconds)
{
	return allowance_rest(seconds, 0);
}

struct allowance allowance_rest(uint64_t seconds, uint64_t spent)
{
	return (struct allowance){now() + seconds * NANOSECONDS - spent};
}

uint64_t allowance_used(const struct allowance *a, uint64_t seconds)
{
	return now() + seconds * NANOSECONDS - a->until;
}

bool allowance_spent(const struct allowance *a)
{
	return now() >= a->until;
}
