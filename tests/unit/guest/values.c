/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locals of many types in the frame of main, as a vfork finds them. */
#include <stdio.h>
#include <unistd.h>

struct pair {
	int first, second;
};

static int doubled(int n)
{
	return 2 * n;
}

int main(void)
{
	char word[8] = "emu", letter = 'q';
	const char *text = "a line\n", *none = 0;
	int numbers[2] = {-7, 70000}, (*function)(int) = doubled;
	short halves[2] = {-1, 300};
	struct pair pair = {1, 2};
	unsigned large = 4000000000u;
	long long wide = 5;

	if (vfork() == 0) {
		large--;
		_exit(0);
	}
	printf("%s %c %s %s %d %d %d %d %u %d\n", word, letter, text, none ? none : "", numbers[1], function(1),
	       halves[1], pair.second, large, (int)wide);
	return 0;
}
