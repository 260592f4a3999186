/* SPDX-License-Identifier: GPL-2.0-or-later */
/* big: true with 256 KB of data, the "big job" that forks executes. */
char data[256 * 1024];

int main(void)
{
	return 0;
}
