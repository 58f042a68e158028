extension RegionCollector {
    /// Adds the regions of a structured report: each SCOORD on the images that it is selected from (PS3.3 C.18.6), such as those of
    /// TID 1410. A SCOORD of a whole slide's pixel matrix gives none.
    mutating func collect(_ tree: ContentTree) {
        var graphics = 0
        collect(tree.root, in: ContentContext(), tree, &graphics)
        if tree.isCut { fault("the report has more than \(limits.contentItems) content items; the rest is not read") }
    }

    private mutating func collect(
        _ node: ContentNode,
        in context: ContentContext,
        _ tree: ContentTree,
        _ graphics: inout Int
    ) {
        guard !isFull else { return }
        let inner = context.inside(node)
        if case .coordinates(let type, let points, let areOfFrame) = node.value {
            graphics += 1
            do throws(DrawnShape.Fault) {
                guard areOfFrame else {
                    throw DrawnShape.Fault(clause: "is drawn on a whole slide, not on a frame")
                }
                let images = tree.images(selectedBy: node)
                guard !images.isEmpty else { throw DrawnShape.Fault(clause: "is selected from no image") }
                add(
                    try DrawnShape.shape(type: type, coordinates: points),
                    on: images,
                    origin: .structuredReport(tracking: inner.trackingUID),
                    label: inner.tracking ?? context.path.last?.meaning,
                    finding: inner.finding,
                    site: inner.site
                )
            } catch {
                fault("graphic \(graphics) of the report \(error.clause)")
            }
        }
        for child in node.children { collect(child, in: inner, tree, &graphics) }
    }
}
