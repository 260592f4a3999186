/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What getopt tells getopt_long. */
#ifndef LIBC_GETOPT_PRIVATE_H
#define LIBC_GETOPT_PRIVATE_H

int _getopt_fresh(void); /* it is not in the midst of several letters behind one '-' */

#endif
