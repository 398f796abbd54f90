using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;
using Covalent.Core.Identity;

namespace Covalent.Core.Recording;

/// <summary>Identity of what a recorded call does: of its method, and of everything that is computed around it.</summary>
internal static class CallIdentity
{
    /// <summary>The identity; null when it is undecidable. A plain call has the identity of its method.</summary>
    public static string? Of(ReadOnlySpan<Token> tokens)
    {
        var method = CodeIdentity.Of((MethodInfo)tokens[0].Subject!);
        return method is null || IsPlain(tokens) ? method : Hash(method, tokens);
    }

    private static bool IsPlain(ReadOnlySpan<Token> tokens)
    {
        foreach (var token in tokens[1..])
        {
            if (token.Op is not (Op.Slot or Op.Cancellation or Op.Closure))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Hash(string method, ReadOnlySpan<Token> tokens)
    {
        var text = new StringBuilder(method);
        foreach (var token in tokens[1..])
        {
            if (NameOf(token) is not { } name)
            {
                return null;
            }

            // The kind of a slot says how its value arrives, not what is done with it.
            var number = token.Op == Op.Slot ? 0 : token.Number;
            text.Append(CultureInfo.InvariantCulture, $";{(byte)token.Op},{number},{name}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    // The compiler's names shift between builds, so what it made counts by its code or by its shape.
    private static string? NameOf(Token token) => token switch
    {
        { Op: Op.Slot } => "",
        { Subject: null } => "",
        { Subject: MethodInfo method } when UserAssemblies.Contains(method.Module.Assembly) => CodeIdentity.Of(method),
        { Subject: MethodBase method } => $"{TypeReference.Format(method.DeclaringType!)}.{method}",
        { Subject: FieldInfo field } => MemberNames.IsCompilerMade(field.DeclaringType!.Name) ? MemberNames.Readable(field.Name) : $"{TypeReference.Format(field.DeclaringType)}.{field.Name}",
        { Subject: Type type } => MemberNames.IsCompilerMade(type.Name) ? "" : TypeReference.Format(type),
        _ => null,
    };
}
