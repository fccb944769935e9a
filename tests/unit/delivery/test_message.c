/* The mail's own bytes: addresses, encodings of RFC 2045 and 2047, headers that nothing can be
 * smuggled into. Expected texts are worked out by hand from the RFCs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>
#include <boardpaper/delivery.h>

#include <delivery/mime.h>

static void takes_plain_addresses(void **state) {
    (void)state;
    assert_true(address_valid("a@b"));
    assert_true(address_valid("first.last+tag@safer.example.org"));
    assert_true(address_valid("o'neill@example.org"));
}

static void refuses_what_could_smuggle(void **state) {
    (void)state;
    const char *const bad[] = {"",
                               "a",
                               "@b",
                               "a@",
                               "a@b@c",
                               ".a@b",
                               "a.@b",
                               "a..b@c",
                               "a@-b",
                               "a@b..c",
                               "a b@c",
                               "\"a b\"@c",
                               "a@[1.2.3.4]",
                               "a@b\r\nRCPT TO:<x@y>",
                               "a\n@b",
                               "\xC3\xA9@b",
                               "a@b>"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(address_valid(bad[i]));
    }
    char long_local[67 + 1 + 1];
    memset(long_local, 'a', 65);
    strcpy(long_local + 65, "@b");
    assert_false(address_valid(long_local));
    assert_true(address_valid(long_local + 1));
}

static void codes_base64_in_lines(void **state) {
    (void)state;
    struct buffer out = {0};
    /* RFC 4648, 10. */
    mime_base64(&out, "foobar", 6);
    assert_string_equal(out.data, "Zm9vYmFy\r\n");
    buffer_clear(&out);
    mime_base64(&out, "fo", 2);
    assert_string_equal(out.data, "Zm8=\r\n");
    buffer_clear(&out);
    char zeros[58] = {0};
    mime_base64(&out, zeros, sizeof zeros);
    /* 57 bytes fill a line of 76; the 58th begins the next. */
    assert_int_equal(out.length, 76 + 2 + 4 + 2);
    assert_memory_equal(out.data + 76, "\r\nAA==\r\n", 8);
    buffer_free(&out);
}

static void codes_quoted_printable(void **state) {
    (void)state;
    struct buffer out = {0};
    mime_quoted_printable(&out, "1 = one \n\xC2\xA3"
                                "5\r\nend");
    assert_string_equal(out.data, "1 =3D one=20\r\n=C2=A35\r\nend\r\n");
    buffer_clear(&out);
    char line[101];
    memset(line, 'x', 100);
    line[100] = '\0';
    mime_quoted_printable(&out, line);
    assert_memory_equal(out.data + 74, "x=\r\nx", 5);
    assert_int_equal(out.length, 100 + 3 + 2);
    buffer_free(&out);
}

static void codes_header_words_between_characters(void **state) {
    (void)state;
    struct buffer out = {0};
    mime_header_text(&out, "Board paper", 9);
    assert_string_equal(out.data, "Board paper");
    buffer_clear(&out);
    /* U+0175 is C5 B5, so "xbU=" after "Y" (59) ... worked by hand: 59 C5 B5 -> WcW1. */
    mime_header_text(&out, "Y\xC5\xB5", 9);
    assert_string_equal(out.data, "=?UTF-8?B?WcW1?=");
    buffer_clear(&out);
    /* After "Subject: " 76 - 9 - 12 = 55 are left: 13 groups of four, 39 bytes, of which 38 are 19
     * characters of two bytes. The other 4 are 8 bytes, C5B5C5 B5C5B5 C5B5. */
    char text[47] = {0};
    for (size_t i = 0; i < 46; i += 2) {
        memcpy(text + i, "\xC5\xB5", 2);
    }
    mime_header_text(&out, text, 9);
    assert_int_equal(strcspn(out.data, "\r"), 12 + 52);
    assert_string_equal(strchr(out.data, '\r'), "\r\n =?UTF-8?B?xbXFtcW1xbU=?=");
    buffer_clear(&out);
    mime_header_text(&out, "a =?b", 9); /* 61203D 3F62 */
    assert_string_equal(out.data, "=?UTF-8?B?YSA9P2I=?=");
    buffer_free(&out);
}

static struct mail example(void) {
    return (struct mail){.from = "papers@example.org",
                         .from_name = "Safer Plymouth",
                         .to = "member@example.org",
                         .to_name = "Si\xC3\xA2n",
                         .subject = "OFFICIAL: Board paper",
                         .message_id = "0123abcd@example.org",
                         .date = 1453334400,
                         .text = "Hello\n",
                         .html = "<p>Hello</p>\n",
                         .file_name = "paper.pdf",
                         .file = "%PDF",
                         .file_length = 4};
}

static void writes_a_whole_message(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct buffer out = {0};
    struct mail message = example();
    assert_true(message_write(&message, &out, diagnostics));
    assert_string_equal(out.data,
                        "Date: Thu, 21 Jan 2016 00:00:00 +0000\r\n"
                        "From: \"Safer Plymouth\"\r\n <papers@example.org>\r\n"
                        "To: =?UTF-8?B?U2nDom4=?=\r\n <member@example.org>\r\n"
                        "Subject: OFFICIAL: Board paper\r\n"
                        "Message-ID: <0123abcd@example.org>\r\n"
                        "Auto-Submitted: auto-generated\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: multipart/mixed;\r\n boundary=\"=_m_0123abcd\"\r\n\r\n"
                        "--=_m_0123abcd\r\n"
                        "Content-Type: multipart/alternative;\r\n boundary=\"=_a_0123abcd\"\r\n\r\n"
                        "--=_a_0123abcd\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        "Hello\r\n\r\n"
                        "--=_a_0123abcd\r\n"
                        "Content-Type: text/html; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        "<p>Hello</p>\r\n\r\n"
                        "--=_a_0123abcd--\r\n\r\n"
                        "--=_m_0123abcd\r\n"
                        "Content-Type: application/pdf; name=\"paper.pdf\"\r\n"
                        "Content-Transfer-Encoding: base64\r\n"
                        "Content-Disposition: attachment;\r\n filename=\"paper.pdf\"\r\n\r\n"
                        "JVBERg==\r\n\r\n"
                        "--=_m_0123abcd--\r\n");
    buffer_free(&out);
    arena_free(arena);
}

static void refuses_control_characters_all_at_once(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct buffer out = {0};
    struct mail message = example();
    message.to = "member@example.org\r\nBcc: other@example.org";
    message.to_name = "A\r\nBcc: other@example.org";
    message.subject = "Paper\n";
    message.file_name = "../paper.pdf";
    assert_false(message_write(&message, &out, diagnostics));
    assert_int_equal(diagnostics_count(diagnostics, LEVEL_ERROR), 4);
    assert_int_equal(out.length, 0);
    assert_int_equal(diagnostics_status(diagnostics), STATUS_CONFIGURATION);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_plain_addresses),
        cmocka_unit_test(refuses_what_could_smuggle),
        cmocka_unit_test(codes_base64_in_lines),
        cmocka_unit_test(codes_quoted_printable),
        cmocka_unit_test(codes_header_words_between_characters),
        cmocka_unit_test(writes_a_whole_message),
        cmocka_unit_test(refuses_control_characters_all_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
