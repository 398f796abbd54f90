using System.Text;

namespace Covalent.Core.Leptons;

/// <summary>The script that a shell is given: the user's text, and what keeps variables at the end, however it ends.</summary>
internal static class ShellScript
{
    /// <summary>Folder for the values of variables.</summary>
    public const string Outputs = "COVALENT_OUTPUTS";

    /// <summary>Folder of the files that travelled.</summary>
    public const string Code = "COVALENT_CODE";

    public static string Of(string text, IReadOnlyCollection<string> named, IEnumerable<string> variables)
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

        return script.Append(ShellPlaceholders.Fill(text, named)).Append('\n').ToString();
    }
}
