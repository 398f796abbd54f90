using System.CommandLine;
using System.Globalization;

namespace Covalent.Cli.Commands;

/// <summary>Limits for whole-number options; text that is no number is left to the parser's own message.</summary>
internal static class OptionRange
{
    public static void Between(this Option option, int least, int most) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && (value < least || value > most))
            {
                result.AddError(most == int.MaxValue ? $"{option.Name} must be at least {least}." : $"{option.Name} must be between {least} and {most}.");
            }
        }
    });
}
