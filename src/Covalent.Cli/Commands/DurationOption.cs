using System.CommandLine;
using System.Globalization;
using Covalent.Core.Configuration;

namespace Covalent.Cli.Commands;

/// <summary>Options whose value is a time, written as in the configuration: <c>90s</c>, <c>10m</c>, <c>1d</c>, or seconds.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if ((ConfigurationDuration.TryParse(text, out var seconds) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)) && seconds is >= 0 and < 1e9)
            {
                return TimeSpan.FromSeconds(seconds);
            }

            result.AddError($"'{text}' is no time for {name}; write a number and a unit, such as 500ms, 90s, 10m, 2h or 1d.");
            return null;
        },
    };
}
