/* regex.c: an expression becomes a nondeterministic automaton (Thompson), whose sets of states
 * become the states of a deterministic one as texts lead to them (the subset construction, done
 * lazily). A text is then one table look-up a byte.
 *
 * Rejected: libxml2's regular expressions, which took 75 of the 95 million instructions of a
 * validation (these take 4) and go back and forth over a hostile text.
 */
#include "regex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <boardpaper/arena.h>

enum {
    MOST_STATES = 512, /* of the nondeterministic one; it bounds {n,m} */
    MOST_SETS = 256,   /* of the deterministic one; past it, it begins anew */
    FIRST_SETS = 8,
    WORDS = MOST_STATES / 64,
    MOST_REPEAT = 256,
    MOST_DEPTH = 64
};

/* Characters below 128, and whether all beyond are in it. */
struct class {
    uint64_t bits[2];
    bool beyond;
};

enum state_kind { STATE_END, STATE_CLASS, STATE_REST, STATE_SPLIT };

/* CLASS: a character of the class leads to next. REST: the bytes of a character after its first
 * stay here, and nothing leads to next. SPLIT: nothing leads to next and to other. */
struct regex_state {
    enum state_kind kind;
    struct class class;
    int next, other;
};

/* A set of states: one of the deterministic automaton. to[byte]: the set that follows, NONE for
 * none, UNKNOWN where that has not been asked yet. */
enum { NONE = -1, UNKNOWN = -2 };
struct set {
    uint64_t states[WORDS];
    bool ends;
    int16_t to[256];
};

struct regex {
    struct regex_state *states;
    int count, start;
    struct set *sets;
    int set_count, set_capacity; /* most expressions have a dozen */
};

struct reading {
    struct regex *regex;
    const char *at;
    int depth;
    bool failed;
};

/* ---- the nondeterministic automaton ---------------------------------------------------------- */

static int add_state(struct reading *reading, struct regex_state state) {
    if (reading->regex->count == MOST_STATES) {
        reading->failed = true;
        return 0;
    }
    reading->regex->states[reading->regex->count] = state;
    return reading->regex->count++;
}

static void add_character(struct class *class, unsigned char c) {
    class->bits[c >> 6] |= (uint64_t)1 << (c & 63);
}

static void add_range(struct class *class, unsigned char from, unsigned char to) {
    for (int c = from; c <= to; c++) {
        add_character(class, (unsigned char)c);
    }
}

static void turn(struct class *class) {
    class->bits[0] = ~class->bits[0];
    class->bits[1] = ~class->bits[1];
    class->beyond = !class->beyond;
}

/* What stands after a backslash. */
static bool add_escape(struct class *class, char c) {
    struct class named = {0};
    switch (c) {
    case 'd':
    case 'D':
        add_range(&named, '0', '9');
        break;
    case 's':
    case 'S':
        add_character(&named, ' ');
        add_character(&named, '\t');
        add_character(&named, '\n');
        add_character(&named, '\r');
        break;
    case 'w':
    case 'W':
        add_range(&named, '0', '9');
        add_range(&named, 'A', 'Z');
        add_range(&named, 'a', 'z');
        named.beyond = true;
        break;
    case 'n':
        add_character(&named, '\n');
        break;
    case 't':
        add_character(&named, '\t');
        break;
    case 'r':
        add_character(&named, '\r');
        break;
    default:
        if (c == '\0' || strchr("\\|.?*+(){}-[]^", c) == NULL) {
            return false;
        }
        add_character(&named, (unsigned char)c);
        break;
    }
    if (c == 'D' || c == 'S' || c == 'W') {
        turn(&named);
    }
    class->bits[0] |= named.bits[0];
    class->bits[1] |= named.bits[1];
    class->beyond |= named.beyond;
    return true;
}

static void read_class(struct reading *reading, struct class *class) {
    bool turned = *reading->at == '^';
    reading->at += turned;
    while (*reading->at != ']') {
        unsigned char c = (unsigned char)*reading->at;
        if (c == '\0' || c >= 0x80 || c == '[') {
            reading->failed = true;
            return;
        }
        reading->at++;
        if (c == '\\') {
            if (!add_escape(class, *reading->at)) { /* the end is no escape either */
                reading->failed = true;
                return;
            }
            reading->at++;
            continue;
        }
        if (*reading->at == '-' && reading->at[1] != ']' && reading->at[1] != '\\' &&
            reading->at[1] != '\0') {
            add_range(class, c, (unsigned char)reading->at[1] & 0x7F);
            reading->at += 2;
        } else {
            add_character(class, c);
        }
    }
    reading->at++;
    if (turned) {
        turn(class);
    }
}

/* A part of the automaton: it is entered at start and left where end leads. */
struct part {
    int start, end;
};

static int nothing(struct reading *reading) {
    return add_state(reading,
                     (struct regex_state){.kind = STATE_SPLIT, .next = NONE, .other = NONE});
}

static void lead(struct reading *reading, int from, int to) {
    reading->regex->states[from].next = to;
}

static struct part class_part(struct reading *reading, const struct class *class) {
    struct part part;
    part.end = nothing(reading);
    int rest = part.end;
    if (class->beyond) {
        rest = add_state(reading,
                         (struct regex_state){.kind = STATE_REST, .next = part.end, .other = NONE});
    }
    part.start = add_state(
        reading, (struct regex_state){
                     .kind = STATE_CLASS, .class = *class, .next = part.end, .other = rest});
    return part;
}

static struct part read_choice(struct reading *reading);

static struct part read_atom(struct reading *reading) {
    struct class class = {0};
    unsigned char c = (unsigned char)*reading->at++;
    if (c == '(') {
        struct part part = {0, 0};
        if (++reading->depth > MOST_DEPTH) {
            reading->failed = true;
            return part;
        }
        part = read_choice(reading);
        reading->depth--;
        if (*reading->at == ')') {
            reading->at++;
        } else {
            reading->failed = true;
        }
        return part;
    }
    if (c == '[') {
        read_class(reading, &class);
    } else if (c == '.') {
        add_character(&class, '\n');
        add_character(&class, '\r');
        turn(&class);
    } else if (c == '\\') {
        reading->failed |= !add_escape(&class, *reading->at);
        reading->at += *reading->at != '\0';
    } else if (c >= 0x80 || strchr("?*+{}]|)", c) != NULL) {
        reading->failed = true;
    } else {
        add_character(&class, c);
    }
    return class_part(reading, &class);
}

enum { NO_COUNT = -2 };

/* A number of repeats at *at, which is moved behind it. */
static long read_count(const char **at) {
    long count = **at >= '0' && **at <= '9' ? 0 : NO_COUNT;
    for (; **at >= '0' && **at <= '9' && count <= MOST_REPEAT; (*at)++) {
        count = count * 10 + (**at - '0');
    }
    return count > MOST_REPEAT ? NO_COUNT : count;
}

/* ? * + {n} {n,} {n,m}; most: -1 for no end. */
static void read_repeat(struct reading *reading, int *least, int *most) {
    char c = *reading->at;
    *least = c == '?' || c == '*' ? 0 : 1;
    *most = c == '*' || c == '+' ? -1 : 1;
    if (c == '?' || c == '*' || c == '+') {
        reading->at++;
        return;
    }
    if (c != '{') {
        return;
    }
    const char *at = reading->at + 1;
    long from = read_count(&at);
    long to = from;
    if (*at == ',') {
        at++;
        to = *at == '}' ? -1 : read_count(&at);
    }
    bool good = *at == '}' && from != NO_COUNT && to != NO_COUNT && (to == -1 || to >= from);
    reading->failed |= !good;
    reading->at = good ? at + 1 : reading->at;
    *least = good ? (int)from : 1;
    *most = good ? (int)to : 1;
}

/* The atom at text, once more. */
static struct part again(struct reading *reading, const char *text) {
    const char *after = reading->at;
    reading->at = text;
    struct part part = read_atom(reading);
    reading->at = after;
    return part;
}

static struct part read_piece(struct reading *reading) {
    const char *text = reading->at;
    struct part first = read_atom(reading);
    int least = 1;
    int most = 1;
    read_repeat(reading, &least, &most);
    struct part whole = {nothing(reading), 0};
    int at = whole.start;
    int copies = most == -1 ? (least > 0 ? least : 1) : most;
    int out = nothing(reading);
    for (int i = 0; i < copies && !reading->failed; i++) {
        struct part part = i == 0 ? first : again(reading, text);
        if (i >= least) { /* this one may be left out, and those after it */
            reading->regex->states[at].other = out;
        }
        lead(reading, at, part.start);
        at = nothing(reading);
        lead(reading, part.end, at);
        if (most == -1 && i + 1 == copies) {
            reading->regex->states[at].other = part.start;
        }
    }
    lead(reading, at, out);
    whole.end = out;
    return whole;
}

static struct part read_sequence(struct reading *reading) {
    struct part whole = {nothing(reading), 0};
    whole.end = whole.start;
    while (!reading->failed && *reading->at != '\0' && *reading->at != '|' && *reading->at != ')') {
        struct part piece = read_piece(reading);
        lead(reading, whole.end, piece.start);
        whole.end = piece.end;
    }
    return whole;
}

static struct part read_choice(struct reading *reading) {
    struct part whole = read_sequence(reading);
    while (!reading->failed && *reading->at == '|') {
        reading->at++;
        struct part other = read_sequence(reading);
        int start = add_state(
            reading,
            (struct regex_state){.kind = STATE_SPLIT, .next = whole.start, .other = other.start});
        int end = nothing(reading);
        lead(reading, whole.end, end);
        lead(reading, other.end, end);
        whole = (struct part){start, end};
    }
    return whole;
}

/* ---- the deterministic automaton ------------------------------------------------------------- */

static bool holds(const struct set *set, int state) {
    return (set->states[state / 64] >> (state % 64) & 1) != 0;
}

/* Adds state and all that nothing leads to from it. */
static void reach(const struct regex *regex, struct set *set, int state) {
    int waiting[MOST_STATES];
    int count = 0;
    waiting[count++] = state;
    while (count > 0) {
        int at = waiting[--count];
        if (at == NONE || holds(set, at)) {
            continue;
        }
        set->states[at / 64] |= (uint64_t)1 << (at % 64);
        const struct regex_state *from = &regex->states[at];
        set->ends |= from->kind == STATE_END;
        if (from->kind == STATE_REST || from->kind == STATE_SPLIT) {
            /* A state goes in at most once, and brings one more than it takes out. */
            waiting[count++] = from->next;
            if (from->kind == STATE_SPLIT && count < MOST_STATES) {
                waiting[count++] = from->other;
            }
        }
    }
}

static int set_number(struct regex *regex, const struct set *set) {
    for (int i = 0; i < regex->set_count; i++) {
        if (memcmp(regex->sets[i].states, set->states, sizeof set->states) == 0) {
            return i;
        }
    }
    if (regex->set_count == MOST_SETS) {
        return UNKNOWN;
    }
    if (regex->set_count == regex->set_capacity) {
        regex->set_capacity = regex->set_capacity == 0 ? FIRST_SETS : regex->set_capacity * 2;
        regex->sets = memory_resize(regex->sets, (size_t)regex->set_capacity, sizeof *regex->sets);
    }
    struct set *made = &regex->sets[regex->set_count];
    *made = *set;
    for (int i = 0; i < 256; i++) {
        made->to[i] = UNKNOWN;
    }
    return regex->set_count++;
}

static struct set follow(const struct regex *regex, const struct set *from, unsigned char byte) {
    struct set to = {0};
    for (int i = 0; i < regex->count; i++) {
        const struct regex_state *state = &regex->states[i];
        if (!holds(from, i)) {
            continue;
        }
        if (state->kind == STATE_REST && (byte & 0xC0) == 0x80) {
            reach(regex, &to, i);
        } else if (state->kind == STATE_CLASS && byte >= 0xC0 && state->class.beyond) {
            reach(regex, &to, state->other);
        } else if (state->kind == STATE_CLASS && byte < 0x80 &&
                   (state->class.bits[byte >> 6] >> (byte & 63) & 1) != 0) {
            reach(regex, &to, state->next);
        }
    }
    return to;
}

static bool is_empty(const struct set *set) {
    for (int i = 0; i < WORDS; i++) {
        if (set->states[i] != 0) {
            return false;
        }
    }
    return true;
}

static void begin(struct regex *regex) {
    struct set start = {0};
    regex->set_count = 0;
    reach(regex, &start, regex->start);
    set_number(regex, &start);
}

bool regex_matches(struct regex *regex, const char *text) {
    int at = 0;
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        int next = regex->sets[at].to[byte];
        if (next == UNKNOWN) {
            struct set to = follow(regex, &regex->sets[at], byte);
            next = is_empty(&to) ? NONE : set_number(regex, &to);
            if (next == UNKNOWN) { /* no room: what is known is forgotten */
                begin(regex);
                next = set_number(regex, &to);
            } else {
                regex->sets[at].to[byte] = (int16_t)next;
            }
        }
        if (next == NONE) {
            return false;
        }
        at = next;
    }
    return regex->sets[at].ends;
}

struct regex *regex_new(struct arena *arena, const char *text) {
    struct regex_state states[MOST_STATES];
    struct regex *regex = NEW(arena, struct regex);
    regex->states = states;
    struct reading reading = {.regex = regex, .at = text};
    struct part whole = read_choice(&reading);
    int end =
        add_state(&reading, (struct regex_state){.kind = STATE_END, .next = NONE, .other = NONE});
    if (reading.failed || *reading.at != '\0') {
        return NULL;
    }
    lead(&reading, whole.end, end);
    regex->start = whole.start;
    regex->states = NEWS(arena, (size_t)regex->count, struct regex_state);
    memcpy(regex->states, states, (size_t)regex->count * sizeof *states);
    begin(regex);
    return regex;
}

void regex_free(struct regex *regex) {
    free(regex->sets);
}
