#include "CCairoPango.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

struct ccairopango_canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
};

ccairopango_canvas *ccairopango_canvas_create(int width, int height) {
    if (width < 1 || height < 1 || width > 32767 || height > 32767) return NULL;
    ccairopango_canvas *canvas = calloc(1, sizeof *canvas);
    if (canvas == NULL) return NULL;
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    canvas->cairo = cairo_create(canvas->surface);
    if (cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) {
        ccairopango_canvas_free(canvas);
        return NULL;
    }
    cairo_set_source_rgb(canvas->cairo, 1, 1, 1);
    cairo_paint(canvas->cairo);
    return canvas;
}

void ccairopango_canvas_free(ccairopango_canvas *canvas) {
    if (canvas == NULL) return;
    cairo_destroy(canvas->cairo);
    cairo_surface_destroy(canvas->surface);
    free(canvas);
}

static void set_colour(ccairopango_canvas *canvas, ccairopango_colour colour) {
    cairo_set_source_rgba(canvas->cairo, colour.red, colour.green, colour.blue, colour.alpha);
}

void ccairopango_fill(
    ccairopango_canvas *canvas, double x, double y, double width, double height, ccairopango_colour colour
) {
    set_colour(canvas, colour);
    cairo_rectangle(canvas->cairo, x, y, width, height);
    cairo_fill(canvas->cairo);
}

bool ccairopango_image(
    ccairopango_canvas *canvas, const uint8_t *rgb, int width, int height, double x, double y, double scale
) {
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(image);
        return false;
    }
    unsigned char *rows = cairo_image_surface_get_data(image);
    const int stride = cairo_image_surface_get_stride(image);
    for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
            const uint8_t *source = rgb + ((size_t)row * (size_t)width + (size_t)column) * 3;
            const uint32_t pixel = (uint32_t)source[0] << 16 | (uint32_t)source[1] << 8 | source[2];
            memcpy(rows + (size_t)row * (size_t)stride + (size_t)column * 4, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(image);
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, x, y);
    cairo_scale(canvas->cairo, scale, scale);
    cairo_set_source_surface(canvas->cairo, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(canvas->cairo), CAIRO_FILTER_NEAREST);
    cairo_rectangle(canvas->cairo, 0, 0, width, height);
    cairo_fill(canvas->cairo);
    cairo_restore(canvas->cairo);
    cairo_surface_destroy(image);
    return true;
}

void ccairopango_polygon(
    ccairopango_canvas *canvas, const double *coordinates, size_t points, double line_width, ccairopango_colour colour
) {
    cairo_new_path(canvas->cairo);
    for (size_t point = 0; point < points; point++)
        cairo_line_to(canvas->cairo, coordinates[2 * point], coordinates[2 * point + 1]);
    cairo_close_path(canvas->cairo);
    cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(canvas->cairo, line_width);
    set_colour(canvas, colour);
    cairo_stroke(canvas->cairo);
}

static PangoLayout *layout_of(ccairopango_canvas *canvas, const char *text, const char *font, double width) {
    PangoLayout *layout = pango_cairo_create_layout(canvas->cairo);
    // Pixels as units: a point is then a pixel on every machine, whatever its screen.
    pango_cairo_context_set_resolution(pango_layout_get_context(layout), 72);
    PangoFontDescription *description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(layout, text, -1);
    return layout;
}

double ccairopango_text(
    ccairopango_canvas *canvas, const char *text, const char *font, double x, double y, double width, double halo,
    ccairopango_colour colour
) {
    PangoLayout *layout = layout_of(canvas, text, font, width);
    int text_width = 0, text_height = 0;
    pango_layout_get_pixel_size(layout, &text_width, &text_height);
    if (halo > 0) {
        cairo_move_to(canvas->cairo, x, y);
        pango_cairo_layout_path(canvas->cairo, layout);
        cairo_set_line_join(canvas->cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_width(canvas->cairo, 2 * halo);
        cairo_set_source_rgb(canvas->cairo, 0, 0, 0);
        cairo_stroke(canvas->cairo);
    }
    cairo_move_to(canvas->cairo, x, y);
    set_colour(canvas, colour);
    pango_cairo_show_layout(canvas->cairo, layout);
    g_object_unref(layout);
    return text_height;
}

void ccairopango_measure(
    ccairopango_canvas *canvas, const char *text, const char *font, double width, double *text_width, double *text_height
) {
    PangoLayout *layout = layout_of(canvas, text, font, width);
    int w = 0, h = 0;
    pango_layout_get_pixel_size(layout, &w, &h);
    *text_width = w;
    *text_height = h;
    g_object_unref(layout);
}

struct bytes {
    uint8_t *start;
    size_t count, capacity;
};

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    struct bytes *bytes = closure;
    if (bytes->capacity - bytes->count < length) {
        const size_t capacity = 2 * bytes->capacity + length;
        uint8_t *grown = realloc(bytes->start, capacity);
        if (grown == NULL) return CAIRO_STATUS_NO_MEMORY;
        bytes->start = grown;
        bytes->capacity = capacity;
    }
    memcpy(bytes->start + bytes->count, data, length);
    bytes->count += length;
    return CAIRO_STATUS_SUCCESS;
}

uint8_t *ccairopango_png(ccairopango_canvas *canvas, size_t *count) {
    struct bytes bytes = {NULL, 0, 0};
    if (cairo_status(canvas->cairo) != CAIRO_STATUS_SUCCESS) return NULL;
    cairo_surface_flush(canvas->surface);
    if (cairo_surface_write_to_png_stream(canvas->surface, append, &bytes) != CAIRO_STATUS_SUCCESS) {
        free(bytes.start);
        return NULL;
    }
    *count = bytes.count;
    return bytes.start;
}

uint8_t *ccairopango_palette_png(
    const uint8_t *values, int width, int height, const uint8_t *palette, int colours, size_t *count
) {
    if (width < 1 || height < 1 || colours < 1 || colours > 256) return NULL;
    // libpng takes the fewest bits that the palette needs: a full one makes a byte of each pixel.
    uint8_t full[256 * 3] = {0};
    memcpy(full, palette, (size_t)colours * 3);
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)width;
    image.height = (png_uint_32)height;
    image.format = PNG_FORMAT_RGB_COLORMAP;
    image.colormap_entries = 256;
    png_alloc_size_t size = 0;
    uint8_t *bytes = NULL;
    if (png_image_write_get_memory_size(image, size, 0, values, width, full)) bytes = malloc(size);
    if (bytes != NULL && !png_image_write_to_memory(&image, bytes, &size, 0, values, width, full)) {
        free(bytes);
        bytes = NULL;
    }
    png_image_free(&image);
    *count = size;
    return bytes;
}

void ccairopango_free_bytes(uint8_t *bytes) { free(bytes); }

const char *ccairopango_version(void) { return cairo_version_string(); }
