using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Covalent.Core.Execution;

/// <summary>How far a task says it is, as workers leave it for others: one line of blank-separated ASCII, <c>TIME FRACTION [MESSAGE]</c>, time in ticks of
/// UTC, message in base64.</summary>
/// <param name="Time">When it was said; of two notes the later one counts.</param>
/// <param name="Fraction">From 0 to 1.</param>
/// <param name="Message">Shown beside it; null for none.</param>
internal readonly record struct ProgressNote(long Time, double Fraction, string? Message)
{
    /// <summary>Characters of a message that travel.</summary>
    public const int LongestMessage = 512;

    /// <summary>What is made of any number, for readers that know nothing else than a share.</summary>
    public static double Share(double fraction) => double.IsNaN(fraction) ? 0 : Math.Clamp(fraction, 0, 1);

    /// <summary>The line, without its end.</summary>
    public string ToLine()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{Time} {Share(Fraction):0.######}");
        return Message is null ? head : $"{head} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Shortened(Message)))}";
    }

    /// <summary>Reads a line; null where it is none of ours, or cut short.</summary>
    public static ProgressNote? TryParse(string line) => line.TrimEnd('\n').Split(' ') switch
    {
        [var time, var fraction] => Read(time, fraction, null),
        [var time, var fraction, var message] when Decode(message) is { } text => Read(time, fraction, text),
        _ => null,
    };

    private static ProgressNote? Read(string time, string fraction, string? message) =>
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var when)
        && double.TryParse(fraction, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1
            ? new ProgressNote(when, share, message)
            : null;

    private static string? Decode(string base64) => Base64.IsValid(base64) ? Shortened(Encoding.UTF8.GetString(Convert.FromBase64String(base64))) : null;

    private static string Shortened(string message) => message.Length <= LongestMessage ? message : string.Concat(message.AsSpan(0, LongestMessage - 1), "…");
}
