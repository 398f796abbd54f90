using System.Linq.Expressions;
using System.Text.RegularExpressions;

namespace Covalent.Core.Recording;

/// <summary>Expressions as people wrote them, nearly: without the objects the compiler keeps captured variables in.</summary>
internal static partial class ExpressionText
{
    private const int Longest = 120;

    public static string Of(Expression expression)
    {
        var text = CompilerMade().Replace(expression.ToString(), "");
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    [GeneratedRegex(@"value\([^()]*<[^()]*\)\.|CS\$<>8__locals\d+\.")]
    private static partial Regex CompilerMade();
}
