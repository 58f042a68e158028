/// Draws on a picture with cairo and pango. Owned in Swift by Reporting's Canvas only.
#ifndef CCAIROPANGO_H
#define CCAIROPANGO_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A picture of 24 bits a pixel. One thread uses it at a time. Lengths are pixels, the origin is the top left corner.
typedef struct ccairopango_canvas ccairopango_canvas;

/// A colour; each part from 0 to 1.
typedef struct ccairopango_colour {
    double red, green, blue, alpha;
} ccairopango_colour;

/// A white picture; NULL when memory lacks or a side is not within 1 to 32767.
ccairopango_canvas *ccairopango_canvas_create(int width, int height);
/// Ends it; NULL is allowed.
void ccairopango_canvas_free(ccairopango_canvas *canvas);

/// Fills a rectangle.
void ccairopango_fill(
    ccairopango_canvas *canvas, double x, double y, double width, double height, ccairopango_colour colour
);
/// Draws an image of `width` × `height` × 3 bytes, red, green, blue, with its top left corner at x, y, enlarged `scale` times
/// without smoothing. False when memory lacks.
bool ccairopango_image(
    ccairopango_canvas *canvas, const uint8_t *rgb, int width, int height, double x, double y, double scale
);
/// Strokes the closed polygon of `points` pairs.
void ccairopango_polygon(
    ccairopango_canvas *canvas, const double *coordinates, size_t points, double line_width, ccairopango_colour colour
);
/// Writes UTF-8 text, wrapped at `width` where that is positive. `font` is a pango font description. Where `halo` is positive, the
/// letters have an edge of that width in black. Gives the height.
double ccairopango_text(
    ccairopango_canvas *canvas, const char *text, const char *font, double x, double y, double width, double halo,
    ccairopango_colour colour
);
/// The size that `ccairopango_text` would take.
void ccairopango_measure(
    ccairopango_canvas *canvas, const char *text, const char *font, double width, double *text_width, double *text_height
);

/// The picture as PNG, for `ccairopango_free_bytes`. NULL when anything above failed or memory lacks.
uint8_t *ccairopango_png(ccairopango_canvas *canvas, size_t *count);
/// A palette PNG of 8 bits a pixel: `values` are `width` × `height` indices into `colours` colours of three bytes, red, green, blue;
/// for `ccairopango_free_bytes`. NULL when memory lacks or the shape is impossible.
uint8_t *ccairopango_palette_png(
    const uint8_t *values, int width, int height, const uint8_t *palette, int colours, size_t *count
);
/// Frees what `ccairopango_png` and `ccairopango_palette_png` gave; NULL is allowed.
void ccairopango_free_bytes(uint8_t *bytes);

/// For example "1.16.0".
const char *ccairopango_version(void);
#endif
