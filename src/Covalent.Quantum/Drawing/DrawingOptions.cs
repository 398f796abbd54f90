namespace Covalent.Quantum;

/// <summary>How a circuit is drawn.</summary>
public sealed record DrawingOptions
{
    /// <summary>Decimals of parameters; <see langword="null"/>: parameters are left out. Default: 2.</summary>
    public int? Decimals { get; init; } = 2;

    /// <summary>Longest line of a text drawing; longer circuits continue below. Default: 100.</summary>
    public int MaxLength { get; init; } = 100;

    /// <summary>Order of the wires from top to bottom; <see langword="null"/>: the circuit's.</summary>
    public Wires? WireOrder { get; init; }

    /// <summary>Also draw wires of the order that the circuit does not use. Default: no.</summary>
    public bool ShowAllWires { get; init; }

    /// <summary>List the matrices of gates given by a matrix below a text drawing. Default: no.</summary>
    public bool ShowMatrices { get; init; }

    /// <summary>Colours of an SVG drawing. Default: light.</summary>
    public DrawingTheme Theme { get; init; } = DrawingTheme.Light;
}

/// <summary>Colours of an SVG drawing, as CSS colours.</summary>
/// <param name="Background">Behind everything.</param>
/// <param name="Line">Wires, outlines and controls.</param>
/// <param name="Box">Inside of gates.</param>
/// <param name="Measurement">Inside of measurements.</param>
/// <param name="Text">Names and parameters.</param>
public sealed record DrawingTheme(string Background, string Line, string Box, string Measurement, string Text)
{
    /// <summary>Dark lines on white, light blue gates.</summary>
    public static DrawingTheme Light { get; } = new("#ffffff", "#1f2933", "#dbeafe", "#fef3c7", "#111827");

    /// <summary>Light lines on near black.</summary>
    public static DrawingTheme Dark { get; } = new("#111827", "#d1d5db", "#1e3a5f", "#5b4a1f", "#f9fafb");

    /// <summary>Black on white, for print.</summary>
    public static DrawingTheme BlackAndWhite { get; } = new("#ffffff", "#000000", "#ffffff", "#ffffff", "#000000");
}
