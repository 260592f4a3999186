/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host memory that is there or ends the program with one line. */
#include "base/alloc.h"

#include <limits.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/run_limits.h"

enum { LARGE_PAGE = 2 << 20, FIRST_HEAP = 8 << 20 };

static bool failed;

bool alloc_has_failed(void)
{
	return failed;
}

_Noreturn void alloc_failed(void)
{
	uint64_t megabytes = limits_held_memory();

	failed = true;
	if (megabytes)
		fprintf(stderr, "vforkscope: out of memory: it may take %llu MB (--max-memory)\n",
		        (unsigned long long)megabytes);
	else
		fputs("vforkscope: out of memory\n", stderr);
	exit(EX_OSERR);
}

void *alloc_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		alloc_failed();
	return p;
}

void *alloc_large(size_t size)
{
	size_t room = (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *p = room < size ? NULL : aligned_alloc(LARGE_PAGE, room);

	if (!p)
		alloc_failed();
#ifdef MADV_HUGEPAGE
	madvise(p, room, MADV_HUGEPAGE); /* where the host has them; else it is as ever */
#endif
	return p;
}

void alloc_from_large_pages(void)
{
#if defined(MADV_HUGEPAGE) && defined(M_TOP_PAD)
	void *volatile first; /* or the compiler leaves both calls out */
	uintptr_t begin, end;

	mallopt(M_MMAP_THRESHOLD, LARGE_PAGE / 2); /* what is larger is mostly for arrays of which little is used */
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	mallopt(M_TOP_PAD, FIRST_HEAP);
	first = malloc(LARGE_PAGE / 4); /* more than there is: the heap is made now */
	free(first);
	mallopt(M_TOP_PAD, LARGE_PAGE / 2);
	end = (uintptr_t)sbrk(0) / LARGE_PAGE * LARGE_PAGE;
	begin = end - FIRST_HEAP / LARGE_PAGE * LARGE_PAGE + LARGE_PAGE;
	madvise((void *)begin, end - begin, MADV_HUGEPAGE);
#endif
}

void *alloc_copy(const void *data, size_t size)
{
	char *p;

	if (size == SIZE_MAX || !(p = malloc(size + 1)))
		alloc_failed();
	if (size)
		memcpy(p, data, size);
	p[size] = '\0';
	return p;
}

char *alloc_string(const char *text)
{
	return alloc_copy(text, strlen(text));
}

char *alloc_format(const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		alloc_failed();
	return text;
}

void *alloc_room(void *array, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return array;
	*room = *room ? *room * 2 : 16;
	array = reallocarray(array, *room, size);
	if (!array)
		alloc_failed();
	return array;
}
