/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that begins at a round address: a larger block, of which the part in front is given back. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/param.h>

#include "malloc_private.h"

void *aligned_alloc(size_t alignment, size_t bytes)
{
	struct block *whole, *used;
	uintptr_t begin;
	void *p;

	if (!powerof2(alignment) || alignment == 0 || bytes > INT32_MAX - alignment) {
		errno = EINVAL;
		return NULL;
	}
	if (alignment <= GRAIN)
		return malloc(bytes);
	p = malloc(bytes + alignment);
	if (p == NULL)
		return NULL;
	begin = ((uintptr_t)p + alignment - 1) & ~(uintptr_t)(alignment - 1);
	if (begin == (uintptr_t)p)
		return p;
	whole = (struct block *)p - 1;
	used = (struct block *)begin - 1;
	used->size = whole->size - ((char *)used - (char *)whole);
	whole->size -= used->size;
	free(p);
	return used + 1;
}

int posix_memalign(void **to, size_t alignment, size_t bytes)
{
	int error = errno;
	void *p;

	if (!powerof2(alignment) || alignment < sizeof(void *))
		return EINVAL;
	p = aligned_alloc(alignment, bytes);
	errno = error;
	if (p == NULL)
		return ENOMEM;
	*to = p;
	return 0;
}

void *valloc(size_t bytes)
{
	return aligned_alloc(NBPG, bytes);
}
