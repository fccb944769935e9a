/* grid.c: columns of text lined up for a terminal. */
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>
#include <boardpaper/buffer.h>

#include "words.h"
#include "write.h"

struct grid {
    struct arena *arena;
    const struct grid_column *columns;
    size_t column_count;
    const char **cells;
    size_t cell_count, capacity;
};

struct grid *grid_new(const struct grid_column *columns, size_t count) {
    struct arena *arena = arena_new();
    struct grid *grid = NEW(arena, struct grid);
    *grid = (struct grid){.arena = arena, .columns = columns, .column_count = count};
    for (size_t i = 0; i < count; i++) {
        grid_cell(grid, columns[i].head);
    }
    return grid;
}

void grid_cell_kept(struct grid *grid, const char *text) {
    if (grid->cell_count == grid->capacity) {
        grid->capacity = grid->capacity == 0 ? 64 : 2 * grid->capacity;
        grid->cells = memory_resize(grid->cells, grid->capacity, sizeof grid->cells[0]);
    }
    grid->cells[grid->cell_count++] = text;
}

void grid_cell(struct grid *grid, const char *text) {
    grid_cell_kept(grid, arena_text(grid->arena, text));
}

static void pad(struct buffer *out, size_t count) {
    while (count-- > 0) {
        buffer_byte(out, ' ');
    }
}

/* How many bytes of text make a line of at most most columns; *next: where the rest begins. */
static size_t break_line(const char *text, size_t most, const char **next) {
    size_t length = strlen(text);
    size_t best = 0;
    if (words_width(text) <= most) {
        *next = text + length;
        return length;
    }
    for (size_t i = 0; i <= length; i++) {
        if (i < length && text[i] != ' ') {
            continue;
        }
        char *line = strndup(text, i);
        bool fits = line != NULL && words_width(line) <= most;
        free(line);
        if (!fits && best > 0) {
            break;
        }
        best = i;
        if (!fits) {
            break; /* one word too wide: it stands out */
        }
    }
    *next = text + best + strspn(text + best, " ");
    return best;
}

/* One line of a row; rests[i] is what is left of cell i. */
static bool write_line(const struct grid *grid, const size_t *widths, const char **rests,
                       struct buffer *out) {
    bool more = false;
    size_t blanks = 0; /* not written until something follows them */
    for (size_t i = 0; i < grid->column_count; i++) {
        const struct grid_column *column = &grid->columns[i];
        const char *next = "";
        size_t length = column->wrap ? break_line(rests[i], column->most, &next) : strlen(rests[i]);
        bool whole = rests[i][length] == '\0';
        size_t width = words_width(whole ? rests[i] : arena_bytes(grid->arena, rests[i], length));
        size_t space = width < widths[i] ? widths[i] - width : 0;
        if (length > 0) {
            pad(out, blanks + (column->end ? space : 0));
            buffer_add(out, rests[i], length);
            blanks = column->end ? 0 : space;
        } else {
            blanks += widths[i];
        }
        blanks += 2;
        rests[i] = next;
        more = more || *next != '\0';
    }
    buffer_byte(out, '\n');
    return more;
}

void grid_write(struct grid *grid, struct buffer *out) {
    struct arena *arena = grid->arena;
    size_t *widths = NEWS(arena, grid->column_count, size_t);
    const char **rests = NEWS(arena, grid->column_count, const char *);
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct grid_column *column = &grid->columns[i % grid->column_count];
        size_t width = words_width(grid->cells[i]);
        if (column->wrap && width > column->most) {
            width = column->most;
        }
        if (width > widths[i % grid->column_count]) {
            widths[i % grid->column_count] = width;
        }
    }
    for (size_t row = 0; row + grid->column_count <= grid->cell_count; row += grid->column_count) {
        memcpy(rests, &grid->cells[row], grid->column_count * sizeof rests[0]);
        while (write_line(grid, widths, rests, out)) {
        }
    }
    free(grid->cells);
    arena_free(arena);
}
