using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Paths on the far side as people write them: absolute, relative to the home folder, or below <c>~</c>, <c>$HOME</c> or another variable.</summary>
internal static class RemotePath
{
    /// <summary>The path as one shell word. Only a variable at its very beginning is a variable; everything after it is quoted.</summary>
    public static ShellText Expression(string path)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            return ShellText.Of($"{HomeVariable}{Rest(path[1..])}");
        }

        int end = VariableEnd(path);
        if (end > 0)
        {
            string name = path[1] == '{' ? path[2..(end - 1)] : path[1..end];
            return ShellText.Of($"{(name == "HOME" ? HomeVariable : Required(name))}{Rest(path[end..])}");
        }

        return path.StartsWith('/') ? ShellText.Word(path) : ShellText.Of($"{HomeVariable}{Rest("/" + path)}");
    }

    private static ShellText HomeVariable { get; } = ShellText.Verbatim("\"$HOME\"");

    // An unset variable must stop the script, not turn $SCRATCH/x into /x.
    private static ShellText Required(string name) => ShellText.Verbatim($"\"${{{name}:?is not set on this machine}}\"");

    private static ShellText Rest(string text) => text.Length == 0 ? default : ShellText.Word(text);

    /// <summary>Where a leading <c>$NAME</c> or <c>${NAME}</c> followed by a slash or nothing ends; 0 when there is none.</summary>
    private static int VariableEnd(string path)
    {
        if (path.Length < 2 || path[0] != '$')
        {
            return 0;
        }

        bool braced = path[1] == '{';
        int start = braced ? 2 : 1;
        int end = start;
        while (end < path.Length && (char.IsAsciiLetterOrDigit(path[end]) || path[end] == '_'))
        {
            end++;
        }

        if (end == start || char.IsAsciiDigit(path[start]) || (braced && (end >= path.Length || path[end++] != '}')))
        {
            return 0;
        }

        return end == path.Length || path[end] == '/' ? end : 0;
    }
}
