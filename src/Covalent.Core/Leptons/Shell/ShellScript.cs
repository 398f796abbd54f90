using System.Text;
using System.Text.RegularExpressions;

namespace Covalent.Core.Leptons;

/// <summary>The script that a shell is given: the user's text, and what keeps variables at the end, however it ends.</summary>
internal static partial class ShellScript
{
    /// <summary>Folder for the values of variables.</summary>
    public const string Outputs = "COVALENT_OUTPUTS";

    /// <summary>Folder of the files that travelled.</summary>
    public const string Code = "COVALENT_CODE";

    public static string Of(string text, IReadOnlyDictionary<string, string> named, IEnumerable<string> variables)
    {
        var script = new StringBuilder();
        var kept = variables.Distinct().ToList();
        if (kept.Count > 0)
        {
            script.Append("__covalent_keep() {\n  __covalent_status=$?\n");
            foreach (var variable in kept)
            {
                script.Append($"  if [ -n \"${{{variable}+set}}\" ]; then printf '%s' \"${variable}\" > \"${Outputs}\"/{variable}; fi\n");
            }

            script.Append("  exit \"$__covalent_status\"\n}\ntrap __covalent_keep EXIT\n");
        }

        return script.Append(Placeholder().Replace(text, match => named.TryGetValue(match.Groups["name"].Value, out var value) ? Quote(value) : match.Value)).Append('\n').ToString();
    }

    /// <summary>A text as one shell word.</summary>
    public static string Quote(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"(?<![$\\])\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
