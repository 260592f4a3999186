/* SPDX-License-Identifier: GPL-2.0-or-later */
/* true: does nothing, successfully. */
int main(void)
{
	return 0;
}
