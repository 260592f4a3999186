/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes an actor's text as long as LENGTH says, in kilobytes: the actor itself is shorter than 16 KB. */
	.section .rodata.length, "a"
	.balign	4
.if LENGTH > 16
	.space	(LENGTH - 16) * 1024
.endif
	.section .note.GNU-stack, "", @progbits
