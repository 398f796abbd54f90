using System.Text;

namespace Covalent.Engine.Dispatching;

/// <summary>When two functions count as the same for reuse and cache: their author says so by a version, or their code is equal, or, where
/// that cannot be decided, they come from the very same build.</summary>
internal static class FunctionIdentity
{
    /// <summary>The identity and the template's expression, as bytes to hash.</summary>
    public static byte[] BytesOf(TaskTemplate template) => [.. Encoding.UTF8.GetBytes(Of(template)), 0, .. template.Expression.Span];

    public static string Of(TaskTemplate template)
    {
        if (template.Function is not { } function)
        {
            return $"value {template.Kind}";
        }

        var signature = $"{function.Language} {function.GenericArguments} {function.ParameterTypes} -> {template.ResultType} {template.Kind}";
        var place = $"{function.Assembly} {function.DeclaringType} {function.Method}";
        return template.Options.Version is { } version ? $"version {version} {place} {signature}"
            : function.CodeHash is { } code ? $"code {code} {signature}"
            : $"build {function.ModuleVersion} {place} {signature}";
    }
}
