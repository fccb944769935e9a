/* Mails read by a parser that is not ours: Python's, through read_mails.py. Names, subjects and
 * texts are drawn from pieces chosen to go wrong: quotes, backslashes, what looks like an encoded
 * word, characters of two to four bytes, dots that begin a line, spaces that end one. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <boardpaper/buffer.h>
#include <boardpaper/delivery.h>

#include "../base/scratch.h"

enum { MAILS = 300 };

static uint32_t draw(uint32_t *seed, uint32_t below) {
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % below;
}

static const char *const WORDS[] = {"Board",
                                    " paper",
                                    "\xC5\xB5",
                                    "\xE2\x80\x94 ",
                                    "\xF0\x9F\x93\x84",
                                    "\"",
                                    "\\",
                                    "=?UTF-8?Q?x?=",
                                    "=3D",
                                    ", Plymouth",
                                    "<a@b.example>",
                                    ";:()@",
                                    "abcdefghijklmnopqrstuvwxyz0123456789"};
static const char *const LINES[] = {"\n",   ".\n",         "..\n", " \n",
                                    "\t\n", "From here\n", "=\n",  "-- \n"};

enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0], LINE_COUNT = sizeof LINES / sizeof LINES[0] };

static const char *draw_words(struct arena *arena, uint32_t *seed, uint32_t most) {
    struct buffer text = {0};
    for (uint32_t i = 1 + draw(seed, most); i > 0; i--) {
        buffer_text(&text, WORDS[draw(seed, WORD_COUNT)]);
    }
    char *kept = arena_text(arena, text.data);
    buffer_free(&text);
    return kept;
}

static const char *draw_text(struct arena *arena, uint32_t *seed) {
    struct buffer text = {0};
    for (uint32_t i = 1 + draw(seed, 12); i > 0; i--) {
        buffer_text(&text, draw_words(arena, seed, 9));
        buffer_text(&text, LINES[draw(seed, LINE_COUNT)]);
    }
    char *kept = arena_text(arena, text.data);
    buffer_free(&text);
    return kept;
}

static void write_file(const char *name, const struct buffer *bytes) {
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->length, file), bytes->length);
    assert_int_equal(fclose(file), 0);
}

static void tell(struct buffer *out, const char *name, const char *value) {
    buffer_json(out, name);
    buffer_text(out, ":");
    if (value == NULL) {
        buffer_text(out, "null");
    } else {
        buffer_json(out, value);
    }
    buffer_text(out, ",");
}

static void write_expected(const char *name, const struct mail *mail) {
    struct buffer out = {0};
    buffer_text(&out, "{");
    tell(&out, "from", mail->from);
    tell(&out, "from_name", mail->from_name);
    tell(&out, "to", mail->to);
    tell(&out, "to_name", mail->to_name != NULL ? mail->to_name : "");
    tell(&out, "subject", mail->subject);
    tell(&out, "message_id", mail->message_id);
    tell(&out, "text", mail->text);
    tell(&out, "html", mail->html);
    tell(&out, "file_name", mail->file_name);
    buffer_text(&out, "\"file\":\"");
    for (size_t i = 0; i < mail->file_length; i++) {
        buffer_print(&out, "%02x", ((const unsigned char *)mail->file)[i]);
    }
    buffer_print(&out, "\",\"date\":%lld}\n", (long long)mail->date);
    write_file(name, &out);
    buffer_free(&out);
}

static struct mail draw_mail(struct arena *arena, uint32_t *seed) {
    char *file = arena_take(arena, 400);
    for (size_t i = 0; i < 400; i++) {
        file[i] = (char)draw(seed, 256);
    }
    struct mail mail = {.from = "papers@safer.example.org",
                        .from_name = draw_words(arena, seed, 5),
                        .to = "o'neill+board@example.org",
                        .to_name = draw(seed, 8) == 0 ? NULL : draw_words(arena, seed, 5),
                        .subject = draw_words(arena, seed, 12),
                        .message_id = arena_print(arena, "%08x@example.org", *seed),
                        .date = draw(seed, 1 << 24) * INT64_C(100),
                        .text = draw_text(arena, seed),
                        .html = draw(seed, 4) == 0 ? NULL : draw_text(arena, seed)};
    if (draw(seed, 4) != 0) {
        mail.file_name = "board-paper_2016.01.pdf";
        mail.file = file;
        mail.file_length = draw(seed, 400);
    }
    return mail;
}

static void python_reads_what_was_meant(void **state) {
    struct scratch *scratch = *state;
    uint32_t seed = 20160121;
    for (int i = 0; i < MAILS; i++) {
        struct mail mail = draw_mail(scratch->arena, &seed);
        struct buffer out = {0};
        assert_true(message_write(&mail, &out, scratch->diagnostics));
        write_file(arena_print(scratch->arena, "%d.eml", i), &out);
        write_expected(arena_print(scratch->arena, "%d.json", i), &mail);
        buffer_free(&out);
    }
    const char *command = arena_print(
        scratch->arena, "python3 '%s/tests/unit/delivery/read_mails.py' . 2>&1", getenv("SOURCE"));
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char said[4000] = "";
    said[fread(said, 1, sizeof said - 1, pipe)] = '\0';
    int status = pclose(pipe);
    if (status != 0 || strstr(said, "300 mails read") == NULL) {
        fail_msg("%s", said);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(python_reads_what_was_meant, scratch_open, scratch_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
