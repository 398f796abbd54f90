using System.Globalization;

namespace Covalent.Core.Configuration;

/// <summary>Seconds as numbers, or text with a unit.</summary>
internal static class ConfigurationDuration
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    public static bool TryParse(string text, out double seconds)
    {
        foreach (var (suffix, factor) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount))
            {
                seconds = amount * factor;
                return double.IsFinite(seconds);
            }
        }
        seconds = 0;
        return false;
    }

    /// <summary>A checked value as time; <see langword="null"/> for a negative one, which means none.</summary>
    public static TimeSpan? Read(object value)
    {
        var seconds = value is string text && TryParse(text, out var parsed) ? parsed : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return seconds switch
        {
            < 0 => null,
            >= 9e11 => TimeSpan.MaxValue,
            _ => TimeSpan.FromSeconds(seconds),
        };
    }
}
