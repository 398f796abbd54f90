namespace Covalent.Server.Security;

/// <summary>What a token allows.</summary>
[Flags]
internal enum Scope
{
    /// <summary>Nothing is needed: health and the API's description.</summary>
    None = 0,

    /// <summary>Look at dispatches, nodes, values, logs.</summary>
    Read = 1,

    /// <summary>Send code and dispatches, redispatch, resume, import.</summary>
    Submit = 2,

    /// <summary>Cancel and delete.</summary>
    Cancel = 4,

    /// <summary>Everything, and what concerns the server itself: tokens, backup, audit log.</summary>
    Admin = 8 | Read | Submit | Cancel,
}

/// <summary>Scopes as words.</summary>
internal static class Scopes
{
    private static readonly (string Word, Scope Scope)[] Words = [("read", Scope.Read), ("submit", Scope.Submit), ("cancel", Scope.Cancel), ("admin", Scope.Admin)];

    /// <exception cref="ArgumentException">A word is no scope.</exception>
    public static Scope Parse(string text)
    {
        var scopes = Scope.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var index = Array.FindIndex(Words, pair => pair.Word == word);
            scopes |= index >= 0 ? Words[index].Scope : throw new ArgumentException($"'{word}' is not a scope; use read, submit, cancel and admin, separated by commas.", nameof(text));
        }

        return scopes == Scope.None ? throw new ArgumentException("No scope is named; use read, submit, cancel and admin, separated by commas.", nameof(text)) : scopes;
    }

    public static string ToText(Scope scopes) => scopes.HasFlag(Scope.Admin) ? "admin" : string.Join(',', Words.Where(pair => pair.Scope != Scope.Admin && scopes.HasFlag(pair.Scope)).Select(pair => pair.Word));
}
