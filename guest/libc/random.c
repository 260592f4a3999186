/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 4.3BSD's random(): each number is the sum of the one `degree` places and the one `separation` places before it, of
 * which the lowest bit is left out. The state is an array of the last `degree` numbers, behind a word that says which
 * kind it is and where in it the next number comes from. With 8 bytes there is no room for that: then numbers follow
 * from each other, as with rand().
 */
#include <stddef.h>
#include <stdlib.h>

#define KINDS 5

static const struct {
	int bytes, degree, separation;
} kinds[KINDS] = {{8, 0, 0}, {32, 7, 3}, {64, 15, 1}, {128, 31, 3}, {256, 63, 1}};

static long first[32]; /* a state of 128 bytes */
static long *state;    /* its numbers; null: nobody has asked for one yet */
static int kind, front, rear;

static long follows(long x)
{
	return (long)((unsigned long)x * 1103515245ul + 12345);
}

/* The word before the state's numbers. */
static void note(void)
{
	state[-1] = kind == 0 ? 0 : KINDS * rear + kind;
}

static void begin(void)
{
	state = first + 1;
	kind = 3;
	srandom(1);
}

long random(void)
{
	unsigned long sum;

	if (state == NULL)
		begin();
	if (kind == 0)
		return state[0] = follows(state[0]) & 0x7fffffff;
	sum = (unsigned long)state[front] + (unsigned long)state[rear];
	state[front] = (long)sum;
	front = (front + 1) % kinds[kind].degree;
	rear = (rear + 1) % kinds[kind].degree;
	return (long)(sum >> 1 & 0x7fffffff);
}

void srandom(unsigned int seed)
{
	int degree;

	if (state == NULL) {
		state = first + 1;
		kind = 3;
	}
	degree = kinds[kind].degree;
	state[0] = (long)seed;
	for (int i = 1; i < degree; i++)
		state[i] = follows(state[i - 1]);
	front = kinds[kind].separation;
	rear = 0;
	for (int i = 0; i < 10 * degree; i++) /* so that the seed is in all of them */
		random();
}

char *initstate(unsigned int seed, char *to, int bytes)
{
	char *was;

	if (state == NULL)
		begin();
	note();
	was = (char *)(state - 1);
	if (bytes < kinds[0].bytes)
		return NULL;
	for (kind = KINDS - 1; kinds[kind].bytes > bytes; kind--)
		;
	state = (long *)(void *)to + 1;
	srandom(seed);
	note();
	return was;
}

char *setstate(char *to)
{
	long word = *(long *)(void *)to;
	char *was;

	if (state == NULL)
		begin();
	note();
	was = (char *)(state - 1);
	kind = (int)(word % KINDS);
	state = (long *)(void *)to + 1;
	if (kind > 0) {
		rear = (int)(word / KINDS);
		front = (rear + kinds[kind].separation) % kinds[kind].degree;
	}
	return was;
}
