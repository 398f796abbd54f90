using System.Text;

namespace VqeH2;

/// <summary>The error of the energy after every step, on a logarithmic axis, as SVG.</summary>
internal static class EnergyPlot
{
    private const int Width = 640, Height = 400, Left = 70, Top = 30, Right = 20, Bottom = 50;

    public static string Draw(IReadOnlyList<double> energies, double exact)
    {
        var errors = energies.Select(energy => Math.Log10(Math.Max(energy - exact, 1e-14))).ToList();
        var (low, high) = (Math.Floor(errors.Min()), Math.Ceiling(errors.Max()));
        double X(int step) => Left + ((double)step / Math.Max(1, errors.Count - 1) * (Width - Left - Right));
        double Y(double error) => Top + ((high - error) / (high - low) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.AppendLine($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">""");
        svg.AppendLine($"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        svg.AppendLine($"""<text x="{Width / 2}" y="18" text-anchor="middle">Hydrogen: energy above the exact ground state</text>""");
        for (var power = low; power <= high; power += Math.Max(1, Math.Round((high - low) / 6)))
        {
            svg.AppendLine($"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(power):F1}" y2="{Y(power):F1}" stroke="#ddd"/>""");
            svg.AppendLine($"""<text x="{Left - 8}" y="{Y(power) + 4:F1}" text-anchor="end">1e{power}</text>""");
        }

        for (var step = 0; step < errors.Count; step += Math.Max(1, errors.Count / 8))
        {
            svg.AppendLine($"""<text x="{X(step):F1}" y="{Height - Bottom + 18}" text-anchor="middle">{step}</text>""");
        }

        svg.AppendLine($"""<text x="{Width / 2}" y="{Height - 12}" text-anchor="middle">step</text>""");
        svg.AppendLine($"""<text x="16" y="{Height / 2}" text-anchor="middle" transform="rotate(-90 16 {Height / 2})">hartree</text>""");
        svg.AppendLine($"""<polyline fill="none" stroke="#1f5fa8" stroke-width="2" points="{string.Join(' ', errors.Select((error, step) => $"{X(step):F1},{Y(error):F1}"))}"/>""");
        return svg.AppendLine("</svg>").ToString();
    }
}
