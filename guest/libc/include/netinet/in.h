/* SPDX-License-Identifier: GPL-2.0-or-later */
/* There is no network. */
#error "<netinet/in.h>: this machine has no network, and no sockets"
