/// Where and how the pixel data of a data set stands.
package struct PixelDataExtent: Hashable, Sendable {
    /// In fragments behind an offset table (PS3.5 annex A.4), not as one value.
    package var isEncapsulated: Bool
    /// Bytes of the value, or of all fragments without the offset table.
    package var length: UInt64
    /// Fragments without the offset table; 0 where it is native.
    package var fragments: Int

    package init(isEncapsulated: Bool, length: UInt64, fragments: Int) {
        self.isEncapsulated = isEncapsulated
        self.length = length
        self.fragments = fragments
    }
}
