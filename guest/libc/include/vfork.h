/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SunOS and others declared vfork in a header of its own; programs of that time include it. And a question of our
 * own. */
#ifndef _VFORK_H
#define _VFORK_H

#include <unistd.h>

/* Does what the child of vfork does to its descriptors reach the parent's? -1 and errno: that cannot be found out
 * now. */
int vfork_lends_descriptors(void);

#endif
