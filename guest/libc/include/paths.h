/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where things are. */
#ifndef _PATHS_H
#define _PATHS_H

#define _PATH_BSHELL "/bin/sh"
#define _PATH_CONSOLE "/dev/console"
#define _PATH_DEVNULL "/dev/null"
#define _PATH_KMEM "/dev/kmem"
#define _PATH_TTY "/dev/tty"
#define _PATH_UNIX "/vmunix"
#define _PATH_TMP "/tmp/"
#define _PATH_DEFPATH "/bin"
#define _PATH_STDPATH "/bin"

#endif
