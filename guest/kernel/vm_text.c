/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pure text: nobody can store into the pages below a program's data, so all who execute the same file of the disk have
 * the same page frames (xalloc in 4.3BSD sys/vm_text.c). Which page of a file is in which page frame is found by hash,
 * as mfind in 4.3BSD's vm_mem.c finds a block of the disk: the core map counts who has it, so there is no table of
 * texts, and nothing to pass on when memory is lent. A page that nobody has any more is forgotten.
 */
#include "openfile.h"
#include "vm.h"

#define TEXTHASH(number, vpage) (((number)*16 + (vpage)) & (TEXTHSZ - 1))
#define TEXTHSZ 256 /* a power of two */

/* Of each page frame: the file that it is a page of, c_page in the core map tells which. */
static struct textpage {
	struct textpage *t_link; /* the next one with that hash */
	uint32_t t_number;       /* of the inode, 0: the page frame is not to be found */
} * textpages;
static struct textpage *texthash[TEXTHSZ];

uint32_t textinit(uint32_t firstaddr)
{
	textpages = (struct textpage *)(S0BASE + firstaddr);
	firstaddr += ctob(btoc(maxmem * sizeof(struct textpage)));
	if (firstaddr > ramsize)
		panic("too little memory for texts");
	bzero(textpages, maxmem * sizeof(struct textpage));
	return firstaddr;
}

static struct textpage **hashof(uint32_t number, uint32_t vpage)
{
	return &texthash[TEXTHASH(number, vpage)];
}

uint32_t textfind(const struct inode *ip, uint32_t vpage)
{
	for (const struct textpage *t = *hashof(ip->i_number, vpage); t; t = t->t_link) {
		uint32_t pfn = (uint32_t)(t - textpages);

		if (t->t_number == ip->i_number && cmap[pfn].c_page == vpage)
			return pfn;
	}
	return 0;
}

void textenter(const struct inode *ip, uint32_t pfn)
{
	struct textpage *t = &textpages[pfn], **head = hashof(ip->i_number, cmap[pfn].c_page);

	t->t_number = ip->i_number;
	t->t_link = *head;
	*head = t;
}

void textleave(uint32_t pfn)
{
	struct textpage *t = &textpages[pfn], **link;

	if (!t->t_number)
		return;
	link = hashof(t->t_number, cmap[pfn].c_page);
	while (*link != t)
		link = &(*link)->t_link;
	*link = t->t_link;
	t->t_number = 0;
}
