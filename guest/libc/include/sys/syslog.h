/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other name of syslog.h. */
#ifndef _SYS_SYSLOG_H
#define _SYS_SYSLOG_H

#include <syslog.h>

#endif
