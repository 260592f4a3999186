/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * V7's crypt: DES with the password as the key, 25 times over a block of zeros, and with two characters of salt that
 * exchange bits of its expansion. Bits are kept one to a byte, as the standard (FIPS 46) numbers them, from the left.
 */
#include <string.h>
#include <unistd.h>

static const unsigned char first[64] = {58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4,
                                        62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24, 16, 8,
                                        57, 49, 41, 33, 25, 17, 9,  1, 59, 51, 43, 35, 27, 19, 11, 3,
                                        61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7};
static const unsigned char last[64] = {40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31,
                                       38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45, 13, 53, 21, 61, 29,
                                       36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27,
                                       34, 2, 42, 10, 50, 18, 58, 26, 33, 1, 41, 9,  49, 17, 57, 25};
static const unsigned char expansion[48] = {32, 1,  2,  3,  4,  5,  4,  5,  6,  7,  8,  9,  8,  9,  10, 11,
                                            12, 13, 12, 13, 14, 15, 16, 17, 16, 17, 18, 19, 20, 21, 20, 21,
                                            22, 23, 24, 25, 24, 25, 26, 27, 28, 29, 28, 29, 30, 31, 32, 1};
static const unsigned char permutation[32] = {16, 7, 20, 21, 29, 12, 28, 17, 1,  15, 23, 26, 5,  18, 31, 10,
                                              2,  8, 24, 14, 32, 27, 3,  9,  19, 13, 30, 6,  22, 11, 4,  25};
static const unsigned char choice1[56] = {57, 49, 41, 33, 25, 17, 9,  1,  58, 50, 42, 34, 26, 18, 10, 2,  59, 51, 43,
                                          35, 27, 19, 11, 3,  60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7,  62, 54,
                                          46, 38, 30, 22, 14, 6,  61, 53, 45, 37, 29, 21, 13, 5,  28, 20, 12, 4};
static const unsigned char choice2[48] = {14, 17, 11, 24, 1,  5,  3,  28, 15, 6,  21, 10, 23, 19, 12, 4,
                                          26, 8,  16, 7,  27, 20, 13, 2,  41, 52, 31, 37, 47, 55, 30, 40,
                                          51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32};
static const unsigned char boxes[8][64] = {
	{14, 4,  13, 1, 2,  15, 11, 8, 3, 10, 6, 12, 5,  9,  0,  7,  0,  15, 7,  4,  14, 2,
         13, 1,  10, 6, 12, 11, 9,  5, 3, 8,  4, 1,  14, 8,  13, 6,  2,  11, 15, 12, 9,  7,
         3,  10, 5,  0, 15, 12, 8,  2, 4, 9,  1, 7,  5,  11, 3,  14, 10, 0,  6,  13},
	{15, 1,  8,  14, 6,  11, 3,  4, 9,  7,  2, 13, 12, 0,  5,  10, 3,  13, 4,  7, 15, 2,
         8,  14, 12, 0,  1,  10, 6,  9, 11, 5,  0, 14, 7,  11, 10, 4,  13, 1,  5,  8, 12, 6,
         9,  3,  2,  15, 13, 8,  10, 1, 3,  15, 4, 2,  11, 6,  7,  12, 0,  5,  14, 9},
	{10, 0,  9,  14, 6, 3,  15, 5,  1,  13, 12, 7, 11, 4,  2,  8,  13, 7, 0,  9, 3, 4,
         6,  10, 2,  8,  5, 14, 12, 11, 15, 1,  13, 6, 4,  9,  8,  15, 3,  0, 11, 1, 2, 12,
         5,  10, 14, 7,  1, 10, 13, 0,  6,  9,  8,  7, 4,  15, 14, 3,  11, 5, 2,  12},
	{7, 13, 14, 3, 0, 6,  9, 10, 1,  2, 8,  5, 11, 12, 4,  15, 13, 8,  11, 5, 6, 15,
         0, 3,  4,  7, 2, 12, 1, 10, 14, 9, 10, 6, 9,  0,  12, 11, 7,  13, 15, 1, 3, 14,
         5, 2,  8,  4, 3, 15, 0, 6,  10, 1, 13, 8, 9,  4,  5,  11, 12, 7,  2,  14},
	{2,  12, 4, 1,  7,  10, 11, 6, 8, 5,  3, 15, 13, 0,  14, 9,  14, 11, 2,  12, 4,  7,
         13, 1,  5, 0,  15, 10, 3,  9, 8, 6,  4, 2,  1,  11, 10, 13, 7,  8,  15, 9,  12, 5,
         6,  3,  0, 14, 11, 8,  12, 7, 1, 14, 2, 13, 6,  15, 0,  9,  10, 4,  5,  3},
	{12, 1,  10, 15, 9,  2,  6, 8,  0, 13, 3,  4,  14, 7,  5, 11, 10, 15, 4, 2, 7, 12,
         9,  5,  6,  1,  13, 14, 0, 11, 3, 8,  9,  14, 15, 5,  2, 8,  12, 3,  7, 0, 4, 10,
         1,  13, 11, 6,  4,  3,  2, 12, 9, 5,  15, 10, 11, 14, 1, 7,  6,  0,  8, 13},
	{4, 11, 2,  14, 15, 0,  8,  13, 3, 12, 9,  7, 5,  10, 6,  1,  13, 0,  11, 7,  4, 9,
         1, 10, 14, 3,  5,  12, 2,  15, 8, 6,  1,  4, 11, 13, 12, 3,  7,  14, 10, 15, 6, 8,
         0, 5,  9,  2,  6,  11, 13, 8,  1, 4,  10, 7, 9,  5,  0,  15, 14, 2,  3,  12},
	{13, 2, 8,  4, 6, 15, 11, 1,  10, 9,  3, 14, 5,  0,  12, 7,  1,  15, 13, 8, 10, 3,
         7,  4, 12, 5, 6, 11, 0,  14, 9,  2,  7, 11, 4,  1,  9,  12, 14, 2,  0,  6, 10, 13,
         15, 3, 5,  8, 2, 1,  14, 7,  4,  10, 8, 13, 15, 12, 9,  0,  3,  5,  6,  11},
};

/* Takes the bits of `from` that a table names. */
static void take(unsigned char *to, const unsigned char *from, const unsigned char *table, int count)
{
	for (int i = 0; i < count; i++)
		to[i] = from[table[i] - 1];
}

/* Both halves of 28 bits go round by one. */
static void rotate(unsigned char key[56])
{
	for (int half = 0; half < 56; half += 28) {
		unsigned char bit = key[half];

		memmove(key + half, key + half + 1, 27);
		key[half + 27] = bit;
	}
}

/* The keys of the 16 rounds. */
static void schedule(unsigned char keys[16][48], const unsigned char bits[64])
{
	static const unsigned char turns[16] = {1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1};
	unsigned char key[56];

	take(key, bits, choice1, 56);
	for (int round = 0; round < 16; round++) {
		for (int i = 0; i < turns[round]; i++)
			rotate(key);
		take(keys[round], key, choice2, 48);
	}
}

/* Enciphers a block of bits. */
static void encipher(unsigned char block[64], unsigned char keys[16][48], const unsigned char table[48])
{
	unsigned char bits[64], *left = bits, *right = bits + 32;

	take(bits, block, first, 64);
	for (int round = 0; round < 16; round++) {
		unsigned char wide[48], chosen[32], mixed[32];

		take(wide, right, table, 48);
		for (int i = 0; i < 48; i++)
			wide[i] ^= keys[round][i];
		for (int box = 0; box < 8; box++) {
			const unsigned char *b = wide + 6 * box;
			int value = boxes[box][(b[0] << 1 | b[5]) << 4 | b[1] << 3 | b[2] << 2 | b[3] << 1 | b[4]];

			for (int i = 0; i < 4; i++)
				chosen[4 * box + i] = value >> (3 - i) & 1;
		}
		take(mixed, chosen, permutation, 32);
		for (int i = 0; i < 32; i++) {
			unsigned char new = left[i] ^ mixed[i];

			left[i] = right[i];
			right[i] = new;
		}
	}
	for (int i = 0; i < 32; i++) { /* the halves, the other way round */
		unsigned char bit = left[i];

		left[i] = right[i];
		right[i] = bit;
	}
	take(block, bits, last, 64);
}

/* A character of the result for six bits, and back. */
static const char digits[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static unsigned char given_keys[16][48]; /* setkey's */

void setkey(const char *bits)
{
	schedule(given_keys, (const unsigned char *)bits);
}

void encrypt(char *bits, int decrypts)
{
	unsigned char keys[16][48], block[66] = {0};

	for (int i = 0; i < 16; i++) /* to undo it, the keys are taken the other way round */
		memcpy(keys[i], given_keys[decrypts ? 15 - i : i], sizeof(keys[i]));
	memcpy(block, bits, 64);
	encipher(block, keys, expansion);
	memcpy(bits, block, 64);
}

char *crypt(const char *key, const char *salt)
{
	static char result[14];
	unsigned char keys[16][48], bits[66] = {0}, table[48];

	for (int i = 0; i < 8 && *key != '\0'; i++, key++)
		for (int j = 0; j < 7; j++)
			bits[8 * i + j] = *key >> (6 - j) & 1;
	schedule(keys, bits);
	memset(bits, 0, sizeof(bits));
	memcpy(table, expansion, sizeof(table));
	for (int i = 0; i < 2; i++) {
		const char *at = salt[i] != '\0' ? strchr(digits, salt[i]) : NULL;
		int value = at != NULL ? (int)(at - digits) : 0;

		result[i] = salt[i] != '\0' ? salt[i] : salt[0];
		for (int j = 0; j < 6; j++) {
			if (value >> j & 1) {
				unsigned char bit = table[6 * i + j];

				table[6 * i + j] = table[6 * i + j + 24];
				table[6 * i + j + 24] = bit;
			}
		}
	}
	for (int i = 0; i < 25; i++)
		encipher(bits, keys, table);
	for (int i = 0; i < 11; i++) {
		int value = 0;

		for (int j = 0; j < 6; j++)
			value = value << 1 | bits[6 * i + j];
		result[2 + i] = digits[value];
	}
	result[13] = '\0';
	return result;
}
