/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The palettes, as tables of roles. Lender and borrower are blue and vermilion, parent and child of a fork violet and
 * ochre: told apart by every kind of colour vision. */
#include "theme.h"

static const char *const names[THEME_COUNT] = {"light", "dark", "contrast"};

/* clang-format off */
/* 0xRRGGBB for each role in each theme. */
static const uint32_t palette[COLOUR_COUNT][THEME_COUNT] = {
	/*                 light     dark      contrast */
	[INK]            = {0x1D1F24, 0xECEDEF, 0x000000},
	[PAPER]          = {0xFAF8F4, 0x121418, 0xFFFFFF},
	[PANEL]          = {0xFFFFFF, 0x1C1F25, 0xFFFFFF},
	[SECONDARY]      = {0x6B6F78, 0xA0A6B1, 0x2E2E2E},
	[RULE]           = {0xD9D4CA, 0x383D47, 0x000000},
	[LENDER]         = {0x0072B2, 0x5CB8EC, 0x00427A},
	[LENDER_TINT]    = {0xD6E8F4, 0x163A52, 0xCBE4FF},
	[MIDDLE]         = {0x94408F, 0xDB93D8, 0x64125F},
	[MIDDLE_TINT]    = {0xF3DFF2, 0x452543, 0xF6D8F4},
	[BORROWER]       = {0xD55E00, 0xFF9146, 0x9A3700},
	[BORROWER_TINT]  = {0xFBE3D3, 0x4B2B15, 0xFFDFC4},
	[PARENT]         = {0x5A50B8, 0xA9A2F5, 0x362B8C},
	[PARENT_TINT]    = {0xE2E0F7, 0x2C2A5A, 0xDDD9FF},
	[CHILD]          = {0x946200, 0xE0B040, 0x664300},
	[CHILD_TINT]     = {0xF7E9C8, 0x41320F, 0xFBE8B8},
	[KERNEL]         = {0x7B818C, 0x9AA1AD, 0x3A3A3A},
	[KERNEL_TINT]    = {0xE2E4E8, 0x33383F, 0xD0D0D0},
	[OTHER]          = {0x00845F, 0x35C99E, 0x00543C},
	[OTHER_TINT]     = {0xD3F0E6, 0x123B30, 0xC4F0DF},
	[DAMAGE]         = {0xB3123F, 0xFF7593, 0x98002C},
	[DAMAGE_TINT]    = {0xFBDDE3, 0x521829, 0xFFCFDA},
	[FREE]           = {0xF3EFE8, 0x25282F, 0xF4F4F4},
	[GHOST]          = {0xB9B4AA, 0x565C68, 0x7A7A7A},
	[ON_COLOUR]      = {0xFFFFFF, 0x121418, 0xFFFFFF},
	[SELECT]         = {0xA88900, 0xF2D43C, 0x8A6A00},
	[SELECT_TINT]    = {0xFFF1A8, 0x4D430C, 0xFFDC00},
	[RING]           = {0x1D1F24, 0xFFFFFF, 0x000000},
	[CAPTION_GROUND] = {0x1D1F24, 0x2B2F38, 0x000000},
	[CAPTION_INK]    = {0xFFFFFF, 0xFFFFFF, 0xFFFFFF},
	[CAPTION_SECOND] = {0xC9D6E2, 0xC5CFDA, 0xFFFFFF},
	[CAPTION_ALARM]  = {0xFFC9A8, 0xFFC9A8, 0xFFE08A},
};

static const struct {
	enum colour colour, tint;
	char letter;
} roles[] = {
	[ROLE_NONE]     = {SECONDARY, FREE, ' '},
	[ROLE_KERNEL]   = {KERNEL, KERNEL_TINT, 'K'},
	[ROLE_LENDER]   = {LENDER, LENDER_TINT, 'L'},
	[ROLE_MIDDLE]   = {MIDDLE, MIDDLE_TINT, 'M'},
	[ROLE_BORROWER] = {BORROWER, BORROWER_TINT, 'B'},
	[ROLE_PARENT]   = {PARENT, PARENT_TINT, 'P'},
	[ROLE_CHILD]    = {CHILD, CHILD_TINT, 'C'},
	[ROLE_OTHER]    = {OTHER, OTHER_TINT, 'O'},
};
/* clang-format on */

struct rgb theme_rgb(enum theme theme, enum colour colour)
{
	uint32_t v = palette[colour][theme];

	return (struct rgb){(v >> 16 & 255) / 255.0, (v >> 8 & 255) / 255.0, (v & 255) / 255.0};
}

const char *theme_name(enum theme theme)
{
	return names[theme];
}

enum colour role_colour(enum role role)
{
	return roles[role].colour;
}

enum colour role_tint(enum role role)
{
	return roles[role].tint;
}

char role_letter(enum role role)
{
	return roles[role].letter;
}
