/// Finds what is drawn over a still: text, callipers, rulers, lines (qus.md A3). A drawing has one level, strokes of a few
/// pixels, and steep edges; a bright speckle fades over its cell, and a specular reflector is thick. Time and memory are
/// linear in the pixels, and the memory is reused.
package struct GraphicsDetector: Sendable {
    /// What makes a component a drawing. Levels are of a scale of 255.
    package struct Rule: Hashable, Sendable {
        /// The most that adjoining pixels of a stroke differ.
        package var tolerance: Int
        /// The least level of a stroke.
        package var leastLevel: Int
        /// A steep edge falls by at least this from one pixel to the next.
        package var leastContrast: Int
        /// The least share of a drawing's edge that is steep.
        package var leastSteepShare: Double
        /// The thickest stroke, pixels.
        package var mostThickness: Int
        /// The least area, pixels. What is smaller or shorter counts next to a drawing of the same level, as the dot of an i
        /// does.
        package var leastPixels: Int
        /// The least length of the longer side, pixels.
        package var leastExtent: Int

        /// For pixels as they left the scanner.
        package static let lossless = Rule(
            tolerance: 0,
            leastLevel: 96,
            leastContrast: 48,
            leastSteepShare: 0.6,
            mostThickness: 3,
            leastPixels: 5,
            leastExtent: 5
        )
        /// For strokes whose level lossy compression has spread.
        package static let lossy = Rule(
            tolerance: 8,
            leastLevel: 96,
            leastContrast: 48,
            leastSteepShare: 0.6,
            mostThickness: 3,
            leastPixels: 5,
            leastExtent: 5
        )
    }

    /// The most pixels of a region that is searched (law 8): beyond it, components of noise take gigabytes.
    package static let mostPixels = 16 << 20

    private struct Component {
        var area = 0
        var (left, right, top, bottom) = (Int.max, 0, Int.max, 0)
        /// Squares one pixel wider than the thickest stroke.
        var thickSquares = 0
        var edges = 0
        var steepEdges = 0
        var levelSum = 0
        var isDrawing = false
    }

    /// Side of the cells in which the levels of drawings are noted, so that their dots are found.
    private static let cell = 4
    /// A thick square that strokes make where they cross is borne for this many pixels of area.
    private static let areaPerThickSquare = 20

    /// Of each pixel of the region searched, row by row: whether it is of a drawing.
    private(set) var isDrawn: [Bool] = []
    private var labels = ComponentLabels()
    private var components: [Component] = []
    private var squares: [Int] = []
    private var cellLevels: [Int] = []

    package init() {}

    /// Searches a part of a still. The answer is in `isDrawn`.
    mutating func search(
        _ frame: [UInt16],
        width frameWidth: Int,
        region: PixelRectangle,
        topLevel: Int,
        rule: Rule
    ) {
        let (width, height) = (region.width, region.height)
        label(frame, frameWidth: frameWidth, region: region, topLevel: topLevel, rule: rule)
        measure(frame, frameWidth: frameWidth, region: region, topLevel: topLevel, rule: rule)
        for index in components.indices where components[index].area >= rule.leastPixels {
            let component = components[index]
            let extent = max(component.right - component.left, component.bottom - component.top) + 1
            components[index].isDrawing = extent >= rule.leastExtent && Self.isStroke(component, rule: rule)
        }
        joinDots(width: width, height: height, topLevel: topLevel, rule: rule)
        if isDrawn.count != width * height { isDrawn = [Bool](repeating: false, count: width * height) }
        for index in isDrawn.indices { isDrawn[index] = components[Int(labels.labels[index])].isDrawing }
    }

    /// Joins bright pixels of the same level, in the 8 directions.
    private mutating func label(
        _ frame: [UInt16],
        frameWidth: Int,
        region: PixelRectangle,
        topLevel: Int,
        rule: Rule
    ) {
        let levels = frame.span
        let least = rule.leastLevel * topLevel / 255
        let tolerance = rule.tolerance * topLevel / 255
        let width = region.width
        labels.reset(pixels: width * region.height)
        for row in 0..<region.height {
            let source = (region.top + row) * frameWidth + region.left
            let target = row * width
            for column in 0..<width {
                let level = Int(levels[source + column])
                guard level >= least else { continue }
                let pixel = target + column
                func joinIfAlike(_ sourceOffset: Int, _ targetOffset: Int) {
                    let other = Int(levels[source + column - sourceOffset])
                    guard other >= least, abs(other - level) <= tolerance else { return }
                    labels.join(pixel, pixel - targetOffset)
                }
                if column > 0 { joinIfAlike(1, 1) }
                if row > 0 {
                    if column > 0 { joinIfAlike(frameWidth + 1, width + 1) }
                    joinIfAlike(frameWidth, width)
                    if column < width - 1 { joinIfAlike(frameWidth - 1, width - 1) }
                }
                labels.begin(pixel)
            }
        }
        labels.resolve()
    }

    private mutating func measure(
        _ frame: [UInt16],
        frameWidth: Int,
        region: PixelRectangle,
        topLevel: Int,
        rule: Rule
    ) {
        let levels = frame.span
        let contrast = rule.leastContrast * topLevel / 255
        let (width, height) = (region.width, region.height)
        components.removeAll(keepingCapacity: true)
        components.reserveCapacity(labels.componentCount + 1)
        for _ in 0...labels.componentCount { components.append(Component()) }
        // Of the row above and this one, the side of the greatest square of one component that ends at each column.
        squares.removeAll(keepingCapacity: true)
        for _ in 0..<(2 * width) { squares.append(0) }
        for row in 0..<height {
            let source = (region.top + row) * frameWidth + region.left
            let (own, above) = (row % 2 * width, (row + 1) % 2 * width)
            for column in 0..<width {
                let pixel = row * width + column
                let label = labels.labels[pixel]
                squares[own + column] = 0
                guard label != 0 else { continue }
                let level = Int(levels[source + column])
                var component = components[Int(label)]
                component.area += 1
                component.levelSum += level
                component.left = min(component.left, column)
                component.right = max(component.right, column)
                component.top = min(component.top, row)
                component.bottom = row
                var side = 1
                if row > 0, column > 0, labels.labels[pixel - 1] == label, labels.labels[pixel - width] == label,
                    labels.labels[pixel - width - 1] == label
                {
                    side = 1 + min(squares[own + column - 1], squares[above + column], squares[above + column - 1])
                }
                squares[own + column] = side
                if side > rule.mostThickness { component.thickSquares += 1 }
                func countEdge(isInside: Bool, _ pixelOffset: Int, _ sourceOffset: Int) {
                    guard isInside, labels.labels[pixel + pixelOffset] != label else { return }
                    component.edges += 1
                    if level - Int(levels[source + column + sourceOffset]) >= contrast { component.steepEdges += 1 }
                }
                countEdge(isInside: column > 0, -1, -1)
                countEdge(isInside: column < width - 1, 1, 1)
                countEdge(isInside: row > 0, -width, -frameWidth)
                countEdge(isInside: row < height - 1, width, frameWidth)
                components[Int(label)] = component
            }
        }
    }

    private static func isStroke(_ component: Component, rule: Rule) -> Bool {
        component.thickSquares * areaPerThickSquare <= component.area && component.edges > 0
            && Double(component.steepEdges) >= rule.leastSteepShare * Double(component.edges)
    }

    /// Takes the components that are too small to tell by themselves next to a drawing of their level.
    private mutating func joinDots(width: Int, height: Int, topLevel: Int, rule: Rule) {
        let across = width / Self.cell + 1
        let down = height / Self.cell + 1
        let tolerance = rule.tolerance * topLevel / 255
        cellLevels.removeAll(keepingCapacity: true)
        for _ in 0..<(across * down) { cellLevels.append(-1) }
        var areDrawings = false
        for row in 0..<height {
            for column in 0..<width {
                let component = components[Int(labels.labels[row * width + column])]
                guard component.isDrawing else { continue }
                areDrawings = true
                cellLevels[row / Self.cell * across + column / Self.cell] = component.levelSum / component.area
            }
        }
        guard areDrawings else { return }
        for index in components.indices
        where components[index].area > 0 && !components[index].isDrawing {
            let component = components[index]
            let extent = max(component.right - component.left, component.bottom - component.top) + 1
            guard component.area < rule.leastPixels || extent < rule.leastExtent,
                Self.isStroke(component, rule: rule)
            else { continue }
            let level = component.levelSum / component.area
            let columns = max(0, component.left / Self.cell - 1)...min(across - 1, component.right / Self.cell + 1)
            for row in max(0, component.top / Self.cell - 1)...min(down - 1, component.bottom / Self.cell + 1) {
                for cell in cellLevels[(row * across + columns.lowerBound)...(row * across + columns.upperBound)]
                where cell >= 0 && abs(cell - level) <= tolerance {
                    components[index].isDrawing = true
                }
            }
        }
    }
}
