using System.Reflection;

namespace Covalent.Core.Recording;

/// <summary>Turns the compiler's names for lambdas, local functions and captured variables into what the source says.</summary>
internal static class MemberNames
{
    /// <summary><c>&lt;Main&gt;g__Local|0_0</c> becomes <c>Local</c>, <c>&lt;Main&gt;b__0</c> becomes <c>lambda in Main</c>, <c>&lt;&gt;4__this</c> becomes <c>this</c>.</summary>
    public static string Readable(string name)
    {
        if (!name.StartsWith('<'))
        {
            return name;
        }

        var end = name.LastIndexOf('>');
        var owner = name[1..end].TrimStart('<').TrimEnd('>', '$');
        var rest = name[(end + 1)..];
        if (rest.StartsWith("g__", StringComparison.Ordinal))
        {
            return rest[3..].Split('|')[0];
        }

        return rest.EndsWith("__this", StringComparison.Ordinal) ? "this"
            : rest.StartsWith("b__", StringComparison.Ordinal) ? $"lambda in {owner.Split('>')[0]}"
            : owner;
    }

    /// <summary>A field's name, or the property's to which a getter belongs.</summary>
    public static string Property(MemberInfo member) =>
        member is MethodInfo && member.Name.StartsWith("get_", StringComparison.Ordinal) ? member.Name[4..] : member.Name;

    public static bool IsCompilerMade(string name) => name.StartsWith('<');
}
