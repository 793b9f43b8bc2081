/* SPDX-License-Identifier: MIT
 * One XML part of a zipped book, streamed: 64 KiB at a time from libzip through expat. What could
 * make a small file large stops it: a DOCTYPE (and so every entity), more bytes than a book may
 * have, a part that unpacks to over 200 times its size, an element name or attribute of megabytes.
 */
#ifndef HJ_INPUT_XML_H
#define HJ_INPUT_XML_H

#include "base/error.h"

/* Names come without their prefix. Each returns false to stop: the context knows why. */
struct hj_xml_handlers {
    bool (*start)(void *context, const char *name, const char **attributes);
    bool (*end)(void *context, const char *name);
    bool (*text)(void *context, struct hj_span text); /* pieces of it */
};

struct hj_xml_archive {
    const char *path;   /* of the file, for messages */
    struct zip *zip;    /* libzip's */
    uint64_t budget;    /* bytes that may still be unpacked */
    uint64_t part_size; /* of the part at hand, unpacked; 0: not known */
    uint64_t part_done; /* of them so far */
};

/* True when the book has the part. */
bool hj_xml_has_part(const struct hj_xml_archive *archive, const char *part);
enum hj_code hj_xml_parse(struct hj_xml_archive *archive, const char *part,
                          const struct hj_xml_handlers *handlers, void *context,
                          struct hj_error *error) HJ_MUST_USE;

/* The value of an attribute by its name without prefix, or NULL. */
const char *hj_xml_attribute(const char **attributes, const char *name);

#endif
