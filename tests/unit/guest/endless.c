/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Never ends, and does nothing. */
int main(void)
{
	volatile unsigned n = 0;

	for (;;)
		n++;
}
