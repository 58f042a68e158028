/// The colours of an overlay: dark, as reading rooms are.
enum Palette {
    static let background = Canvas.Colour(red: 0.09, green: 0.10, blue: 0.12)
    static let card = Canvas.Colour(red: 0.14, green: 0.155, blue: 0.185)
    static let text = Canvas.Colour(red: 0.95, green: 0.96, blue: 0.97)
    static let quiet = Canvas.Colour(red: 0.66, green: 0.69, blue: 0.74)
    static let missing = Canvas.Colour(red: 1, green: 0.72, blue: 0.42)
    static let halo = Canvas.Colour(red: 0, green: 0, blue: 0, alpha: 0.75)

    /// Of the region with this number, from 0. After Okabe and Ito's colours, which colour-blind readers tell apart.
    static func region(_ number: Int) -> Canvas.Colour { regions[number % regions.count] }

    private static let regions = [
        Canvas.Colour(red: 0.94, green: 0.89, blue: 0.26), Canvas.Colour(red: 0.34, green: 0.71, blue: 0.91),
        Canvas.Colour(red: 0.90, green: 0.62, blue: 0), Canvas.Colour(red: 0.25, green: 0.80, blue: 0.60),
        Canvas.Colour(red: 0.90, green: 0.60, blue: 0.75), Canvas.Colour(red: 0.95, green: 0.45, blue: 0.20),
    ]
}
