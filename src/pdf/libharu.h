/* libharu.h: the functions of libharu that are used, loaded when the first PDF is opened, or before
 * (late.h): it brings libpng, and no command without a paper needs either. */
#ifndef BOARDPAPER_PDF_LIBHARU_H
#define BOARDPAPER_PDF_LIBHARU_H

#include <hpdf.h>
#include <hpdf_annotation.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_outline.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <hpdf_version.h>

/* clang-format off */
#define LIBHARU_CALLS(CALL)            \
    CALL(HPDF_AddPage)                 \
    CALL(HPDF_Array_Add)               \
    CALL(HPDF_Array_AddName)           \
    CALL(HPDF_Array_AddNumber)         \
    CALL(HPDF_Array_New)               \
    CALL(HPDF_CallbackWriter_New)      \
    CALL(HPDF_CreateOutline)           \
    CALL(HPDF_Dict_Add)                \
    CALL(HPDF_Dict_AddName)            \
    CALL(HPDF_Dict_AddNumber)          \
    CALL(HPDF_Dict_GetItem)            \
    CALL(HPDF_Dict_New)                \
    CALL(HPDF_Dict_RemoveElement)      \
    CALL(HPDF_Free)                    \
    CALL(HPDF_FreeMem)                 \
    CALL(HPDF_GetError)                \
    CALL(HPDF_List_ItemAt)             \
    CALL(HPDF_List_RemoveByIndex)      \
    CALL(HPDF_MD5Final)                \
    CALL(HPDF_MD5Init)                 \
    CALL(HPDF_MD5Update)               \
    CALL(HPDF_New)                     \
    CALL(HPDF_Null_New)                \
    CALL(HPDF_Obj_ForceFree)           \
    CALL(HPDF_Obj_WriteValue)          \
    CALL(HPDF_Outline_SetOpened)       \
    CALL(HPDF_Page_CreateLinkAnnot)    \
    CALL(HPDF_Page_CreateURILinkAnnot) \
    CALL(HPDF_Page_GetMediaBox)        \
    CALL(HPDF_Page_SetHeight)          \
    CALL(HPDF_Page_SetWidth)           \
    CALL(HPDF_SetInfoAttr)             \
    CALL(HPDF_SetPagesConfiguration)   \
    CALL(HPDF_Stream_Free)             \
    CALL(HPDF_Stream_Write)            \
    CALL(HPDF_Xref_Add)                \
    CALL(HPDF_Xref_GetEntry)
/* clang-format on */

struct libharu {
#define CALL(name) __typeof__(name) *(name);
    LIBHARU_CALLS(CALL)
#undef CALL
};
extern struct libharu libharu;

/* Loads them, once a process. What is missing, to be told to a person, or NULL. */
const char *libharu_load(void);

/* From here on the names mean what was loaded. */
#ifndef LIBHARU_NAMES
#define HPDF_AddPage libharu.HPDF_AddPage
#define HPDF_Array_Add libharu.HPDF_Array_Add
#define HPDF_Array_AddName libharu.HPDF_Array_AddName
#define HPDF_Array_AddNumber libharu.HPDF_Array_AddNumber
#define HPDF_Array_New libharu.HPDF_Array_New
#define HPDF_CallbackWriter_New libharu.HPDF_CallbackWriter_New
#define HPDF_CreateOutline libharu.HPDF_CreateOutline
#define HPDF_Dict_Add libharu.HPDF_Dict_Add
#define HPDF_Dict_AddName libharu.HPDF_Dict_AddName
#define HPDF_Dict_AddNumber libharu.HPDF_Dict_AddNumber
#define HPDF_Dict_GetItem libharu.HPDF_Dict_GetItem
#define HPDF_Dict_New libharu.HPDF_Dict_New
#define HPDF_Dict_RemoveElement libharu.HPDF_Dict_RemoveElement
#define HPDF_Free libharu.HPDF_Free
#define HPDF_FreeMem libharu.HPDF_FreeMem
#define HPDF_GetError libharu.HPDF_GetError
#define HPDF_List_ItemAt libharu.HPDF_List_ItemAt
#define HPDF_List_RemoveByIndex libharu.HPDF_List_RemoveByIndex
#define HPDF_MD5Final libharu.HPDF_MD5Final
#define HPDF_MD5Init libharu.HPDF_MD5Init
#define HPDF_MD5Update libharu.HPDF_MD5Update
#define HPDF_New libharu.HPDF_New
#define HPDF_Null_New libharu.HPDF_Null_New
#define HPDF_Obj_ForceFree libharu.HPDF_Obj_ForceFree
#define HPDF_Obj_WriteValue libharu.HPDF_Obj_WriteValue
#define HPDF_Outline_SetOpened libharu.HPDF_Outline_SetOpened
#define HPDF_Page_CreateLinkAnnot libharu.HPDF_Page_CreateLinkAnnot
#define HPDF_Page_CreateURILinkAnnot libharu.HPDF_Page_CreateURILinkAnnot
#define HPDF_Page_GetMediaBox libharu.HPDF_Page_GetMediaBox
#define HPDF_Page_SetHeight libharu.HPDF_Page_SetHeight
#define HPDF_Page_SetWidth libharu.HPDF_Page_SetWidth
#define HPDF_SetInfoAttr libharu.HPDF_SetInfoAttr
#define HPDF_SetPagesConfiguration libharu.HPDF_SetPagesConfiguration
#define HPDF_Stream_Free libharu.HPDF_Stream_Free
#define HPDF_Stream_Write libharu.HPDF_Stream_Write
#define HPDF_Xref_Add libharu.HPDF_Xref_Add
#define HPDF_Xref_GetEntry libharu.HPDF_Xref_GetEntry
#endif

#endif
