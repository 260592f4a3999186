/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Archives of ar: ARMAG, then each file behind a header of text, at an even place. */
#ifndef _AR_H
#define _AR_H

#define ARMAG "!<arch>\n"
#define SARMAG 8 /* its length */
#define ARFMAG "`\n"

struct ar_hdr {
	char ar_name[16];
	char ar_date[12];
	char ar_uid[6];
	char ar_gid[6];
	char ar_mode[8];  /* octal */
	char ar_size[10]; /* all others decimal */
	char ar_fmag[2];  /* ARFMAG */
};

#endif
