/* check.h: cmocka with the headers it wants before it. */
#ifndef BOARDPAPER_TESTS_CHECK_H
#define BOARDPAPER_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
