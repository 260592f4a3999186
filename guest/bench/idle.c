/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * idle: executes and ends. For `vforkscope bench`: its text is as long as that of the smallest actor of process
 * scripts, so executing it brings in as many pages.
 */

int main(void)
{
	__asm__ volatile("bra 1f\n"
	                 "	.space 15600\n"
	                 "1:");
	return 0;
}
