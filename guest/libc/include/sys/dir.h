/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 4.3BSD: the name that directories have there. */
#ifndef _SYS_DIR_H
#define _SYS_DIR_H

#include <dirent.h>

#define direct dirent
#define MAXNAMLEN NAME_MAX
#define DIRSIZ(entry) (sizeof(struct direct) - (MAXNAMLEN + 1) + (((entry)->d_namlen + 1 + 3) & ~3))

#endif
