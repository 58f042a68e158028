/// Which entry of a bar is nearest to a colour, with the grey that was blended in allowed for.
struct ColourMatch {
    private let entries: [SIMD4<Double>?]
    private let blending: ColourScale.Blending
    private let rejectDistance: Double

    /// A smaller spread tells no hue (qus.md A2).
    private static let leastSpread = 24.0

    init(entries: [RGBColour], blending: ColourScale.Blending, rejectDistance: Double) {
        self.blending = blending
        self.rejectDistance = rejectDistance
        self.entries = entries.map { entry in
            let colour = SIMD4<Double>(entry.channels)
            return switch blending {
            case .opaque: colour
            case .grey(let opacity): colour * opacity
            case .hue: Self.pureHue(colour)
            }
        }
    }

    /// Twice the place of each cell of 8 levels a channel, red first.
    func table() -> [UInt16] {
        var table: [UInt16] = []
        table.reserveCapacity(32 * 32 * 32)
        for cell in 0..<(32 * 32 * 32) {
            let levels = SIMD4<Double>(Double(cell >> 10), Double(cell >> 5 & 31), Double(cell & 31), 0)
            let middle = levels * 8 + SIMD4(3.5, 3.5, 3.5, 0)
            table.append(doubledPlace(of: middle) ?? ColourScale.nowhere)
        }
        return table
    }

    private func doubledPlace(of pixel: SIMD4<Double>) -> UInt16? {
        guard let colour = blending == .hue ? Self.pureHue(pixel) : pixel else { return nil }
        var (least, first, last) = (Double.infinity, 0, 0)
        for (index, entry) in entries.enumerated() {
            guard let entry else { continue }
            let distance = squaredDistance(colour - entry)
            if distance < least {
                (least, first, last) = (distance, index, index)
            } else if distance == least {
                last = index
            }
        }
        guard least <= squaredReject, 4 * (last - first) <= entries.count else { return nil }
        return UInt16(first + last)
    }

    private var squaredReject: Double {
        let reject = if case .grey(let opacity) = blending { opacity * rejectDistance } else { rejectDistance }
        return reject * reject
    }

    private func squaredDistance(_ difference: SIMD4<Double>) -> Double {
        var rest = difference
        if case .grey(let opacity) = blending {
            let most = (1 - opacity) * 255
            let grey = min(max((difference.x + difference.y + difference.z) / 3, 0), most)
            rest -= SIMD4(grey, grey, grey, 0)
        }
        return rest.x * rest.x + rest.y * rest.y + rest.z * rest.z
    }

    /// The colour without its grey, as bright as can be; nil for grey. A grey that was blended in and the opacity
    /// cancel.
    private static func pureHue(_ colour: SIMD4<Double>) -> SIMD4<Double>? {
        let least = min(colour.x, colour.y, colour.z)
        let spread = max(colour.x, colour.y, colour.z) - least
        guard spread > leastSpread else { return nil }
        return (colour - SIMD4(least, least, least, 0)) * (255 / spread)
    }
}
