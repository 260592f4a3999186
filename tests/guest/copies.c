/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What fork promises on every system, however it copies: both have the same memory at first, and after that neither
 * sees what the other stores. Data, bss, heap and stack; in both directions; over generations; and through system
 * calls.
 */
#include <fcntl.h>
#include <stdlib.h>

#include "check.h"

#define PAGE 4096
#define PAGES 40

static char data[PAGES * PAGE] = {1}; /* data */
static char bss[PAGES * PAGE];
static char *heap;

/* Fills one page in three, so that copies, shared pages and pages not touched yet lie side by side. */
static void fill(char *area, int value)
{
	for (int i = 0; i < PAGES; i += 3)
		memset(area + i * PAGE, value, PAGE);
}

static int filled(const char *area, int value)
{
	for (int i = 0; i < PAGES; i += 3)
		for (int k = 0; k < PAGE; k += 64)
			if (area[i * PAGE + k] != value)
				return 0;
	return 1;
}

static int all_filled(const char *stack, int value)
{
	return filled(data, value) && filled(bss, value) && filled(heap, value) && filled(stack, value);
}

static void fill_all(char *stack, int value)
{
	fill(data, value);
	fill(bss, value);
	fill(heap, value);
	fill(stack, value);
}

/* The child stores first, then looks; the parent looks when the child is dead. */
static void child_stores(char *stack)
{
	pid_t pid;

	fill_all(stack, 1);
	pid = fork();
	if (pid == 0) {
		if (!all_filled(stack, 1))
			_exit(1);
		fill_all(stack, 2);
		_exit(all_filled(stack, 2) ? 0 : 2);
	}
	check_same(EXITED(0), status_of(pid), "the child has what its parent had, and keeps what it stores");
	check(all_filled(stack, 1), "the parent does not see it");
}

/* The parent stores while the child, which fork has made before, waits for the processor. */
static void parent_stores(char *stack)
{
	pid_t pid;

	fill_all(stack, 3);
	pid = fork();
	if (pid == 0)
		_exit(all_filled(stack, 3) ? 0 : 1);
	fill_all(stack, 4);
	check_same(EXITED(0), status_of(pid), "the child does not see what its parent stores");
	check(all_filled(stack, 4), "the parent keeps what it stores");
}

/* Each generation stores its number and forks the next; each looks at its own when the next is gone. */
static int generation(char *stack, int n)
{
	pid_t pid;

	fill_all(stack, n);
	if (n == 8)
		return 0;
	pid = fork();
	if (pid == 0)
		_exit(generation(stack, n + 1));
	return status_of(pid) == EXITED(0) && all_filled(stack, n) ? 0 : 1;
}

/* A page that two have is copied as well when it is the kernel that stores into it. */
static void stored_by_the_kernel(void)
{
	int fd = open("/bin/true", O_RDONLY);
	pid_t pid;

	fill(data, 6);
	pid = fork();
	if (pid == 0)
		_exit(read(fd, data, 4) == 4 && data[1] == 'E' && data[4] == 6 ? 0 : 1);
	check_same(EXITED(0), status_of(pid), "read() into a page that the parent has, too");
	check(filled(data, 6), "the parent does not see what was read");
	close(fd);
}

/* Children give back what they took: more copies than the machine has page frames. */
static void repeated(char *stack)
{
	int good = 1;

	fill_all(stack, 7);
	for (int i = 0; good && i < 200; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			fill_all(stack, i & 0x7f);
			_exit(all_filled(stack, i & 0x7f) ? 0 : 1);
		}
		good = status_of(pid) == EXITED(0);
	}
	check(good && all_filled(stack, 7), "200 forks");
}

int main(void)
{
	char stack[PAGES * PAGE];

	heap = malloc(PAGES * PAGE);
	check(heap != NULL, "there is a heap");
	child_stores(stack);
	parent_stores(stack);
	check_same(0, generation(stack, 1), "eight generations with their own memory");
	stored_by_the_kernel();
	repeated(stack);
	return check_end();
}
