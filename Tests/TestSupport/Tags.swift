package import Testing

extension Tag {
    /// Nothing arrived is lost.
    @Tag package static var law1: Self
    /// A study is analysed as a pure function.
    @Tag package static var law2: Self
    /// Untrusted bytes stay in workers.
    @Tag package static var law3: Self
    /// No charge without evidence.
    @Tag package static var law4: Self
    /// At most one live event.
    @Tag package static var law5: Self
    /// A number only where its conditions hold.
    @Tag package static var law6: Self
    /// No patient data in logs, names or messages.
    @Tag package static var law7: Self
    /// Every bound is explicit.
    @Tag package static var law8: Self
}
