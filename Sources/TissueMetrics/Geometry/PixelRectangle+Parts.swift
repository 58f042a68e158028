extension PixelRectangle {
    /// The part that lies on a frame of this size; without pixels where none does.
    package func clipped(width: Int, height: Int) -> PixelRectangle {
        let (left, top) = (min(max(0, left), width), min(max(0, top), height))
        return PixelRectangle(
            left: left,
            top: top,
            right: max(left, min(right, width)),
            bottom: max(top, min(bottom, height))
        )
    }

    /// Whether they have a pixel in common.
    package func overlaps(_ other: PixelRectangle) -> Bool {
        max(left, other.left) < min(right, other.right) && max(top, other.top) < min(bottom, other.bottom)
    }
}
