/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of bytes made small. The only file with zstd. */
#include "replay/compress.h"

#define ZSTD_STATIC_LINKING_ONLY /* for ZSTD_customMem: it is in every libzstd.so since 1.0 */
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#include "base/alloc.h"

enum { LARGE = 1 << 20, TABLE_LOG = 17 };

/* To get its tables, megabytes, page by page takes longer than to pack a kernel. The context itself is not kept for the
 * next block: what zstd makes of that may depend on what it was used for. */
static void *take(void *arg, size_t size)
{
	(void)arg;
	return size < LARGE ? malloc(size) : alloc_large(size);
}

static void give(void *arg, void *memory)
{
	(void)arg;
	free(memory);
}

void *compress_pack(const void *data, size_t size, int level, size_t *packed_size)
{
	return compress_pack_like(data, size, NULL, 0, level, packed_size);
}

void *compress_pack_like(const void *data, size_t size, const void *like, size_t like_size, int level,
                         size_t *packed_size)
{
	size_t bound = ZSTD_compressBound(size);
	void *packed = alloc_new(bound, 1), *exact;
	ZSTD_CCtx *context = ZSTD_createCCtx_advanced((ZSTD_customMem){take, give, NULL});

	if (context) {
		ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
		ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
		if (level == COMPRESS_SMALL) {
			/* Code is short words that come again, whatever the size of a block. Tables for all of a disk,
			 * most of which is empty, take longer to clear than to use. */
			ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, 4);
			ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, TABLE_LOG);
			ZSTD_CCtx_setParameter(context, ZSTD_c_chainLog, TABLE_LOG);
		}
		if (like_size)
			ZSTD_CCtx_refPrefix(context, like, like_size);
		*packed_size = ZSTD_compress2(context, packed, bound, data, size);
		ZSTD_freeCCtx(context);
	}
	if (!context || ZSTD_isError(*packed_size)) { /* with such a buffer only want of memory can be the reason */
		fputs("vforkscope: out of memory\n", stderr);
		abort();
	}
	exact = realloc(packed, *packed_size);
	if (exact)
		packed = exact;
	return packed;
}

void *compress_unpack(const void *packed, size_t packed_size, size_t size)
{
	return compress_unpack_like(packed, packed_size, NULL, 0, size);
}

void *compress_unpack_like(const void *packed, size_t packed_size, const void *like, size_t like_size, size_t size)
{
	ZSTD_DCtx *context;
	void *data;
	size_t n;

	/* one frame that says itself how much is in it, and no more behind it */
	if (ZSTD_getFrameContentSize(packed, packed_size) != size ||
	    ZSTD_findFrameCompressedSize(packed, packed_size) != packed_size)
		return NULL;
	data = malloc(size + 1);
	context = ZSTD_createDCtx();
	if (data && context) {
		if (like_size)
			ZSTD_DCtx_refPrefix(context, like, like_size);
		n = ZSTD_decompressDCtx(context, data, size, packed, packed_size);
		ZSTD_freeDCtx(context);
		if (!ZSTD_isError(n) && n == size)
			return data;
		context = NULL;
	}
	ZSTD_freeDCtx(context);
	free(data);
	return NULL;
}
