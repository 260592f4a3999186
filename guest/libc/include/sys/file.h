/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 4.3BSD: flags of open and access. */
#ifndef _SYS_FILE_H
#define _SYS_FILE_H

#include <fcntl.h>
#include <unistd.h>

#define L_SET SEEK_SET
#define L_INCR SEEK_CUR
#define L_XTND SEEK_END

#endif
