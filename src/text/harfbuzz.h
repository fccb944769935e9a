/* harfbuzz.h: the functions of HarfBuzz that are used, loaded when words are to be shaped that
 * pairs do not tell, or a font's subset is to be made (late.h).
 *
 * HarfBuzz brings FreeType, GLib and five more libraries. Their start took as long as reading and
 * checking a small paper's assessment; now a thread that has time loads them while the paper is
 * made, and commands without a paper never do.
 */
#ifndef BOARDPAPER_TEXT_HARFBUZZ_H
#define BOARDPAPER_TEXT_HARFBUZZ_H

#include <stdbool.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

/* clang-format off */
#define HARFBUZZ_CALLS(CALL)                       \
    CALL(hb_blob_create_from_file)                 \
    CALL(hb_blob_destroy)                          \
    CALL(hb_blob_get_data)                         \
    CALL(hb_blob_get_length)                       \
    CALL(hb_buffer_add)                            \
    CALL(hb_buffer_clear_contents)                 \
    CALL(hb_buffer_create)                         \
    CALL(hb_buffer_destroy)                        \
    CALL(hb_buffer_get_glyph_infos)                \
    CALL(hb_buffer_get_glyph_positions)            \
    CALL(hb_buffer_set_content_type)               \
    CALL(hb_buffer_set_direction)                  \
    CALL(hb_buffer_set_flags)                      \
    CALL(hb_buffer_set_language)                   \
    CALL(hb_buffer_set_script)                     \
    CALL(hb_face_builder_add_table)                \
    CALL(hb_face_builder_create)                   \
    CALL(hb_face_collect_unicodes)                 \
    CALL(hb_face_create)                           \
    CALL(hb_face_destroy)                          \
    CALL(hb_face_get_glyph_count)                  \
    CALL(hb_face_get_table_tags)                   \
    CALL(hb_face_get_upem)                         \
    CALL(hb_face_reference_blob)                   \
    CALL(hb_face_reference_table)                  \
    CALL(hb_font_create)                           \
    CALL(hb_font_destroy)                          \
    CALL(hb_font_get_glyph_h_advance)              \
    CALL(hb_font_get_nominal_glyph)                \
    CALL(hb_font_make_immutable)                   \
    CALL(hb_language_from_string)                  \
    CALL(hb_ot_metrics_get_position_with_fallback) \
    CALL(hb_ot_name_get_utf8)                      \
    CALL(hb_set_add)                               \
    CALL(hb_set_create)                            \
    CALL(hb_set_destroy)                           \
    CALL(hb_set_previous)                          \
    CALL(hb_shape)                                 \
    CALL(hb_subset_input_create_or_fail)           \
    CALL(hb_subset_input_destroy)                  \
    CALL(hb_subset_input_glyph_set)                \
    CALL(hb_subset_input_set_flags)                \
    CALL(hb_subset_or_fail)                        \
    CALL(hb_unicode_funcs_get_default)             \
    CALL(hb_unicode_script)
/* clang-format on */

struct harfbuzz {
#define CALL(name) __typeof__(name) *(name);
    HARFBUZZ_CALLS(CALL)
#undef CALL
};
extern struct harfbuzz harfbuzz;

/* Loads them, once a process. What is missing, to be told to a person, or NULL. */
const char *harfbuzz_load(void);

/* From here on the names mean what was loaded. */
#ifndef HARFBUZZ_NAMES
#define hb_blob_create_from_file harfbuzz.hb_blob_create_from_file
#define hb_blob_destroy harfbuzz.hb_blob_destroy
#define hb_blob_get_data harfbuzz.hb_blob_get_data
#define hb_blob_get_length harfbuzz.hb_blob_get_length
#define hb_buffer_add harfbuzz.hb_buffer_add
#define hb_buffer_clear_contents harfbuzz.hb_buffer_clear_contents
#define hb_buffer_create harfbuzz.hb_buffer_create
#define hb_buffer_destroy harfbuzz.hb_buffer_destroy
#define hb_buffer_get_glyph_infos harfbuzz.hb_buffer_get_glyph_infos
#define hb_buffer_get_glyph_positions harfbuzz.hb_buffer_get_glyph_positions
#define hb_buffer_set_content_type harfbuzz.hb_buffer_set_content_type
#define hb_buffer_set_direction harfbuzz.hb_buffer_set_direction
#define hb_buffer_set_flags harfbuzz.hb_buffer_set_flags
#define hb_buffer_set_language harfbuzz.hb_buffer_set_language
#define hb_buffer_set_script harfbuzz.hb_buffer_set_script
#define hb_face_builder_add_table harfbuzz.hb_face_builder_add_table
#define hb_face_builder_create harfbuzz.hb_face_builder_create
#define hb_face_collect_unicodes harfbuzz.hb_face_collect_unicodes
#define hb_face_create harfbuzz.hb_face_create
#define hb_face_destroy harfbuzz.hb_face_destroy
#define hb_face_get_glyph_count harfbuzz.hb_face_get_glyph_count
#define hb_face_get_table_tags harfbuzz.hb_face_get_table_tags
#define hb_face_get_upem harfbuzz.hb_face_get_upem
#define hb_face_reference_blob harfbuzz.hb_face_reference_blob
#define hb_face_reference_table harfbuzz.hb_face_reference_table
#define hb_font_create harfbuzz.hb_font_create
#define hb_font_destroy harfbuzz.hb_font_destroy
#define hb_font_get_glyph_h_advance harfbuzz.hb_font_get_glyph_h_advance
#define hb_font_get_nominal_glyph harfbuzz.hb_font_get_nominal_glyph
#define hb_font_make_immutable harfbuzz.hb_font_make_immutable
#define hb_language_from_string harfbuzz.hb_language_from_string
#define hb_ot_metrics_get_position_with_fallback harfbuzz.hb_ot_metrics_get_position_with_fallback
#define hb_ot_name_get_utf8 harfbuzz.hb_ot_name_get_utf8
#define hb_set_add harfbuzz.hb_set_add
#define hb_set_create harfbuzz.hb_set_create
#define hb_set_destroy harfbuzz.hb_set_destroy
#define hb_set_previous harfbuzz.hb_set_previous
#define hb_shape harfbuzz.hb_shape
#define hb_subset_input_create_or_fail harfbuzz.hb_subset_input_create_or_fail
#define hb_subset_input_destroy harfbuzz.hb_subset_input_destroy
#define hb_subset_input_glyph_set harfbuzz.hb_subset_input_glyph_set
#define hb_subset_input_set_flags harfbuzz.hb_subset_input_set_flags
#define hb_subset_or_fail harfbuzz.hb_subset_or_fail
#define hb_unicode_funcs_get_default harfbuzz.hb_unicode_funcs_get_default
#define hb_unicode_script harfbuzz.hb_unicode_script
#endif

#endif
