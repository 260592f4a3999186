/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program with one variable of each kind; tests/unit/test_symbols.c knows every one of them. It is never run. */
struct pair {
	int first, second;
};
typedef unsigned long count_t;

int counter = 5;
static struct pair pair = {1, 2};
const char *names[3];
int (*handler)(int);
int (*rows)[4];
volatile count_t ticks;
char *const fixed = 0;
static void (*table[2])(void);
enum colour { RED, GREEN } colour;

static int inner(int number, const char *text)
{
	static short calls;
	register int kept asm("d3") = number;
	char buffer[32];

	for (int i = 0; i < 32; i++) {
		int nested = i + calls++; /* here: nested */

		buffer[i] = (char)nested;
	}
	asm volatile("" : : "r"(kept));
	return buffer[0] + *text + pair.first; /* here: kept */
}

int main(int argc, char **argv)
{
	table[0] = 0;
	return inner(argc, argv ? argv[0] : "");
}

void _start(void)
{
	main(0, 0);
}
