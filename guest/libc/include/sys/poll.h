/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other name of poll.h. */
#ifndef _SYS_POLL_H
#define _SYS_POLL_H

#include <poll.h>

#endif
