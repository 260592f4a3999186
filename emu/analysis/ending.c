/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a run stands. See ending.h. */
#include "analysis/ending.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "analysis/wait_text.h"

void ending_tell(const struct run_image *kernel, const struct run_image *disk, struct machine *m, char text[ENDING_MAX])
{
	struct text t = text_in(text, ENDING_MAX);
	struct moment *mo = alloc_new(1, sizeof *mo);
	struct analysis_cache cache;

	analysis_cache_images(&cache, kernel, disk);
	mo->cache = &cache;
	kernel_view(&mo->view, m, &cache.names);
	wait_tell_all(&t, mo);
	analysis_cache_release(&cache);
	free(mo);
}
