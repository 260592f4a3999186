/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shell and /bin/printf have in common. */
#ifndef SH_PRINTF_H
#define SH_PRINTF_H

int printf_builtin(int argc, char **argv);

#endif
