// SPDX-License-Identifier: MIT
#include "codes.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static unsigned alphabet_value(char letter)
{
    const char *at = strchr(alphabet, letter);
    return at == NULL ? 0 : (unsigned)(at - alphabet);
}

static unsigned organisation_value(char letter)
{
    return letter <= '9' ? (unsigned)(letter - '0') : (unsigned)(letter - 'A') + 10U;
}

static void put_digits(char *to, unsigned width, uint64_t number)
{
    for (unsigned i = width; i > 0; i--) {
        to[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
}

void gen_organisation_code(uint32_t serial, bool old, char code[10])
{
    static const unsigned weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    // Both factors are prime to the moduli (2·3·5 and 31), so that no two serials meet.
    if (old) {
        put_digits(code, 8, 10000000U + ((uint64_t)serial * 41413231U + 7177U) % GEN_SERIALS);
    } else {
        uint64_t modulus = 887503681U;
        uint64_t body = ((uint64_t)serial * 392817119U + 55441U) % modulus;
        code[0] = 'M';
        code[1] = 'A';
        for (unsigned i = 8; i > 2; i--) {
            code[i - 1] = alphabet[body % 31];
            body /= 31;
        }
    }
    unsigned sum = 0;
    for (unsigned i = 0; i < 8; i++) {
        sum += organisation_value(code[i]) * weights[i];
    }
    unsigned check = 11 - sum % 11;
    code[8] = check == 10 ? 'X' : check == 11 ? '0' : (char)('0' + check);
    code[9] = '\0';
}

static char credit_check(const char *code)
{
    unsigned sum = 0;
    unsigned weight = 1;
    for (unsigned i = 0; i < 17; i++) {
        sum += alphabet_value(code[i]) * weight;
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31];
}

void gen_credit_code(const char *prefix, const char *authority, const char *organisation,
                     char code[19])
{
    memcpy(code, prefix, 2);
    memcpy(code + 2, authority, 6);
    memcpy(code + 8, organisation, 9);
    code[17] = credit_check(code);
    code[18] = '\0';
}

void gen_registration_number(uint32_t serial, unsigned first_digit, char number[16])
{
    memcpy(number, "320804", 6);
    number[6] = (char)('0' + first_digit);
    put_digits(number + 7, 7, ((uint64_t)serial * 1299709U + 31U) % 10000000U);
    unsigned product = 10;
    for (unsigned i = 0; i < 14; i++) {
        unsigned sum = (product + (unsigned)(number[i] - '0')) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    number[14] = (char)('0' + (11 - product) % 10);
    number[15] = '\0';
}

void gen_spoil_check(char code[19])
{
    code[17] = alphabet[(alphabet_value(code[17]) + 7) % 31];
}

void gen_false_identity(uint32_t birthday, uint32_t sequence, char number[19])
{
    static const unsigned weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    memcpy(number, "320899", 6);
    put_digits(number + 6, 8, birthday);
    put_digits(number + 14, 3, sequence % 1000);
    unsigned sum = 0;
    for (unsigned i = 0; i < 17; i++) {
        sum += (unsigned)(number[i] - '0') * weights[i];
    }
    number[17] = "10X98765432"[(sum + 4) % 11];
    number[18] = '\0';
}
