/* SPDX-License-Identifier: MIT */
#include "cli/page.h"

#include "cli/command.h"
#include "cli/message.h"
#include "cli/words.h"

struct hj_page hj_page_plain(const struct hj_page *page)
{
    return (struct hj_page){page->out, page->form == HJ_PAGE_HTML ? HJ_PAGE_HTML : HJ_PAGE_TEXT};
}

void hj_page_text(const struct hj_page *page, struct hj_span words)
{
    struct hj_buffer harmless = {0};
    if (!hj_words_harmless(words, &harmless)) {
        hj_buffer_release(&harmless);
        return;
    }
    for (size_t i = 0; i < harmless.size; i++) {
        char byte = harmless.data[i];
        if (page->form == HJ_PAGE_HTML && strchr("&<>\"", byte)) {
            fprintf(page->out, "&#%d;", byte);
        } else if (page->form == HJ_PAGE_MARKDOWN && strchr("\\`*_[]<>#|", byte)) {
            fprintf(page->out, "\\%c", byte);
        } else {
            fputc(byte, page->out);
        }
    }
    hj_buffer_release(&harmless);
}

void hj_page_code(const struct hj_page *page, struct hj_span words)
{
    const struct hj_page plain = hj_page_plain(page);
    const char *around[][2] = {{"", ""}, {"`` ", " ``"}, {"<code>", "</code>"}};
    fputs(around[page->form][0], page->out);
    hj_page_text(&plain, words);
    fputs(around[page->form][1], page->out);
}

void hj_page_heading(const struct hj_page *page, const char *words)
{
    static const char *const forms[][2] = {{"\n", "\n"}, {"\n## ", "\n\n"}, {"<h2>", "</h2>\n"}};
    fputs(forms[page->form][0], page->out);
    hj_page_text(page, hj_span_of(words));
    fputs(forms[page->form][1], page->out);
}

void hj_page_paragraph(const struct hj_page *page, struct hj_span words)
{
    static const char *const forms[][2] = {{"  ", "\n"}, {"", "\n\n"}, {"<p>", "</p>\n"}};
    fputs(forms[page->form][0], page->out);
    hj_page_text(page, words);
    fputs(forms[page->form][1], page->out);
}

void hj_page_block(const struct hj_page *page, struct hj_span words)
{
    const struct hj_page plain = hj_page_plain(page);
    static const char *const forms[][2] = {
        {"  ", "\n"}, {"```sql\n", "\n```\n"}, {"<pre>", "</pre>\n"}};
    fputs(forms[page->form][0], page->out);
    hj_page_text(&plain, words);
    fputs(forms[page->form][1], page->out);
}

void hj_page_item_begin(const struct hj_page *page)
{
    static const char *const forms[] = {"  ", "- ", "<li>"};
    fputs(forms[page->form], page->out);
}

void hj_page_item_end(const struct hj_page *page)
{
    fputs(page->form == HJ_PAGE_HTML ? "</li>\n" : "\n", page->out);
}

void hj_page_list_begin(const struct hj_page *page)
{
    fputs(page->form == HJ_PAGE_HTML ? "<ul>\n" : "", page->out);
}

void hj_page_list_end(const struct hj_page *page)
{
    fputs(page->form == HJ_PAGE_HTML ? "</ul>\n" : "", page->out);
}

void hj_page_word(const struct hj_page *page, const char *name)
{
    char room[HJ_WORD];
    struct hj_span own = hj_span_of(name), other = hj_words_translate(own, room);
    hj_page_text(page, other);
    if (!hj_span_equal(own, other)) {
        fputs(" (", page->out);
        hj_page_text(page, own);
        fputc(')', page->out);
    }
}

static const char style[] =
    "body{max-width:46em;margin:2em auto;padding:0 1em;line-height:1.6;font-family:sans-serif;"
    "color:#1a1a1a;overflow-wrap:anywhere}"
    "h1{font-size:1.6em;line-height:1.3}"
    "h2{font-size:1.15em;margin-top:1.8em;border-bottom:1px solid #ccc;padding-bottom:.2em}"
    "pre,code{background:#f2f2f2;padding:.1em .3em;font-size:.92em}"
    "pre{padding:.8em;white-space:pre-wrap}"
    "ul{padding-left:1.4em}li{margin:.25em 0}li:target{background:#fff3c4}a{color:#0b57a4}"
    "@media print{body{max-width:none;margin:0;font-size:10.5pt}"
    "pre,code{background:none;padding:0}pre{border:1px solid #999;padding:.6em}"
    "h2{break-after:avoid}li{break-inside:avoid}a{color:inherit;text-decoration:none}"
    ".links{display:none}}";

void hj_page_head(const struct hj_page *page, struct hj_span title, struct hj_span id)
{
    if (page->form == HJ_PAGE_HTML) {
        fprintf(page->out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
                hj_message_current_language());
        hj_page_text(page, title);
        fprintf(page->out, "</title>\n<style>%s</style>\n<h1>", style);
    }
    fputs(page->form == HJ_PAGE_MARKDOWN ? "# " : "", page->out);
    hj_page_text(page, title);
    fputs(page->form == HJ_PAGE_HTML   ? "</h1>\n<p>"
          : page->form == HJ_PAGE_TEXT ? "  "
                                       : "\n\n",
          page->out);
    if (id.size) {
        hj_page_code(page, id);
    }
    fputs(page->form == HJ_PAGE_HTML   ? "</p>\n"
          : page->form == HJ_PAGE_TEXT ? "\n"
                                       : "\n\n",
          page->out);
}
