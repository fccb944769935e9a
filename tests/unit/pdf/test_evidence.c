/* test_evidence.c: attachments come back, passwords keep others out. */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk.h"
#include "tool.h"

static void make(struct buffer *out, bool encrypted, const char *name) {
    struct pdf_metadata metadata = {
        .title = "A paper", .lang = "en-GB", .time = 0, .encrypted = encrypted};
    struct desk *desk = desk_open(&metadata, 1);
    int32_t paragraph = desk_add(desk, desk->root, ROLE_P);
    desk_text(desk, paragraph, 60, 90, 12, "words");
    assert_true(desk_page(desk, "1"));
    struct pdf_attachment attachment = {.name = name,
                                        .type = "application/xml",
                                        .relationship = PDF_SOURCE,
                                        .bytes = "<a>\0</a>",
                                        .length = 8};
    struct pdf_attachment empty = {.name = "z.csv", .type = "text/csv", .bytes = ""};
    assert_true(pdf_attach(desk->pdf, &attachment));
    assert_true(pdf_attach(desk->pdf, &empty));
    assert_true(desk_finish(desk, NULL, 0, out));
    desk_close(desk);
}

static const char *said(struct arena *arena, struct diagnostics *diagnostics) {
    struct buffer out = {0};
    diagnostics_write(diagnostics, &out, LEVEL_ADVICE, false);
    const char *text = arena_bytes(arena, out.data == NULL ? "" : out.data, out.length);
    buffer_free(&out);
    return text;
}

static void attachments_come_back_byte_for_byte(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct buffer pdf = {0};
    make(&pdf, false, "paper.xml");
    char *path = tool_file("evidence.pdf", pdf.data, pdf.length);
    struct pdf_file *files = NULL;
    size_t count = 0;
    assert_true(pdf_attached(arena, path, NULL, &files, &count, diagnostics));
    assert_int_equal(count, 2);
    assert_string_equal(files[0].name, "paper.xml");
    assert_int_equal(files[0].length, 8);
    assert_memory_equal(files[0].bytes, "<a>\0</a>", 8);
    assert_string_equal(files[1].name, "z.csv");
    assert_int_equal(files[1].length, 0);
    (void)unlink(path);
    free(path);
    buffer_free(&pdf);
    arena_free(arena);
}

static void a_pdf_without_attachments_gives_none(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct desk *desk = desk_open(NULL, 1);
    assert_true(desk_page(desk, "1"));
    struct buffer pdf = {0};
    assert_true(desk_finish(desk, NULL, 0, &pdf));
    char *path = tool_file("none.pdf", pdf.data, pdf.length);
    struct pdf_file *files = NULL;
    size_t count = 9;
    assert_true(pdf_attached(arena, path, NULL, &files, &count, diagnostics));
    assert_int_equal(count, 0);
    (void)unlink(path);
    free(path);
    buffer_free(&pdf);
    desk_close(desk);
    arena_free(arena);
}

static void what_is_no_pdf_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    char *path = tool_file("no.pdf", "no PDF at all", 13);
    struct pdf_file *files = NULL;
    size_t count = 0;
    assert_false(pdf_attached(arena, path, NULL, &files, &count, diagnostics));
    assert_non_null(strstr(said(arena, diagnostics), "qpdf could not read the attachments: "));
    assert_int_equal(diagnostics_status(diagnostics), STATUS_INPUT);
    (void)unlink(path);
    free(path);
    arena_free(arena);
}

/* A file of another's making, whose attachment wants to be somewhere else. */
static void names_that_lead_elsewhere_are_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct buffer pdf = {0};
    make(&pdf, false, "paper.xml");
    char *path = tool_file("evil.pdf", pdf.data, pdf.length);
    free(tool_run("qpdf --add-attachment /etc/hostname --key=../../evil --filename=../../evil -- "
                  "--replace-input @",
                  path));
    struct pdf_file *files = NULL;
    size_t count = 0;
    assert_false(pdf_attached(arena, path, NULL, &files, &count, diagnostics));
    assert_non_null(strstr(said(arena, diagnostics), "an attachment is named ../../evil"));
    assert_int_equal(count, 2); /* the others are there */
    (void)unlink(path);
    free(path);
    buffer_free(&pdf);
    arena_free(arena);
}

static void an_encrypted_paper_needs_its_password(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    struct buffer pdf = {0}, out = {0};
    make(&pdf, true, "paper.xml");
    assert_true(pdf_encrypt(&pdf, "Llŷn & sûn \"x\"", &out, diagnostics));
    char *path = tool_file("encrypted.pdf", out.data, out.length);
    char *text = tool_run("qpdf --password='Llŷn & sûn \"x\"' --show-encryption @", path);
    assert_non_null(strstr(text, "R = 6"));
    assert_non_null(strstr(text, "AESv3"));
    free(text);
    text = tool_run("qpdf --check --password='Llŷn & sûn \"x\"' @", path);
    assert_null(strstr(text, "WARNING"));
    free(text);
    text = tool_run("pdftotext -upw 'Llŷn & sûn \"x\"' @ -", path);
    assert_memory_equal(text, "words\n", 6);
    free(text);
    text = tool_run("! pdftotext @ -", path);
    assert_non_null(strstr(text, "Incorrect password"));
    free(text);
    struct pdf_file *files = NULL;
    size_t count = 0;
    assert_false(pdf_attached(arena, path, NULL, &files, &count, diagnostics));
    assert_non_null(strstr(said(arena, diagnostics), "invalid password"));
    struct diagnostics *fresh = diagnostics_new(arena, 0);
    assert_true(pdf_attached(arena, path, "Llŷn & sûn \"x\"", &files, &count, fresh));
    assert_int_equal(count, 2);
    assert_memory_equal(files[0].bytes, "<a>\0</a>", 8);
    (void)unlink(path);
    free(path);
    buffer_free(&pdf);
    buffer_free(&out);
    arena_free(arena);
}

static void only_what_is_not_encrypted_claims_to_be_archival(void **state) {
    (void)state;
    struct buffer plain = {0}, secret = {0};
    make(&plain, false, "paper.xml");
    make(&secret, true, "paper.xml");
    assert_true(tool_has(plain.data, plain.length, "pdfaid:conformance"));
    assert_false(tool_has(secret.data, secret.length, "pdfaid:conformance"));
    assert_true(tool_has(secret.data, secret.length, "<pdfuaid:part>1</pdfuaid:part>"));
    buffer_free(&plain);
    buffer_free(&secret);
}

static const char *password_of(struct arena *arena, const char *text, size_t length, mode_t mode,
                               const char **words) {
    struct diagnostics *diagnostics = diagnostics_new(arena, 0);
    char *path = tool_file("password", text, length);
    assert_int_equal(chmod(path, mode), 0);
    const char *password = pdf_password(arena, path, diagnostics);
    *words = said(arena, diagnostics);
    (void)unlink(path);
    free(path);
    return password;
}

static void passwords_are_one_line_of_a_closed_file(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *words = NULL;
    char *long_one = arena_take(arena, 200);
    memset(long_one, 'x', 128);
    assert_string_equal(password_of(arena, "secret\n", 7, 0600, &words), "secret");
    assert_string_equal(password_of(arena, "two words\r\n", 11, 0400, &words), "two words");
    assert_string_equal(password_of(arena, "bare", 4, 0600, &words), "bare");
    assert_null(password_of(arena, "secret\n", 7, 0640, &words));
    assert_non_null(strstr(words, "can be read by others"));
    static const char *const bad[] = {"", "\n", "two\nlines\n", "-dash\n", "tab\there\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_null(password_of(arena, bad[i], strlen(bad[i]), 0600, &words));
        assert_non_null(strstr(words, "holds no password"));
    }
    assert_null(password_of(arena, "nul\0", 4, 0600, &words));
    assert_null(password_of(arena, long_one, 128, 0600, &words));
    assert_non_null(password_of(arena, long_one, 127, 0600, &words));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attachments_come_back_byte_for_byte),
        cmocka_unit_test(a_pdf_without_attachments_gives_none),
        cmocka_unit_test(what_is_no_pdf_is_refused),
        cmocka_unit_test(names_that_lead_elsewhere_are_refused),
        cmocka_unit_test(an_encrypted_paper_needs_its_password),
        cmocka_unit_test(only_what_is_not_encrypted_claims_to_be_archival),
        cmocka_unit_test(passwords_are_one_line_of_a_closed_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
