/* SPDX-License-Identifier: GPL-2.0-or-later */
/* false: does nothing, unsuccessfully. */
int main(void)
{
	return 1;
}
