// SPDX-License-Identifier: MIT
// Codes of the register, made right (or wrong on purpose): GB 32100-2015 social credit code, GB
// 11714 organisation code, GS 15-2006 registration number. A serial number gives a code, no two
// serials the same one.
#ifndef GENERATOR_CODES_H
#define GENERATOR_CODES_H

#include <stdbool.h>
#include <stdint.h>

// Serials are taken below this: the eight-digit bodies of old organisation codes end there.
#define GEN_SERIALS 90000000U

// `old` bodies are eight digits, newer ones MA and six characters. Writes nine characters and a
// NUL.
void gen_organisation_code(uint32_t serial, bool old, char code[10]);

// prefix 91, 92 or 93; authority of six digits. Writes eighteen characters and a NUL.
void gen_credit_code(const char *prefix, const char *authority, const char *organisation,
                     char code[19]);

// first_digit 0–3 domestic, 4–5 foreign, 6–9 household. Writes fifteen digits and a NUL.
void gen_registration_number(uint32_t serial, unsigned first_digit, char number[16]);

// Replaces the last character of a credit code by a wrong one.
void gen_spoil_check(char code[19]);

// An identity number that nobody can hold: no such area, and a wrong check character. Eighteen
// characters and a NUL.
void gen_false_identity(uint32_t birthday, uint32_t sequence, char number[19]);

#endif
