using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Identity;

/// <summary>The identity of a function's behaviour: equal for equal code, whatever else changed in its assembly.</summary>
/// <remarks>A hash of the normalised IL of the method and of all it reaches in the user's assemblies (state machines, lambdas, overrides,
/// static constructors), with packages counted by version. Where reach cannot be decided (reflection, native calls), the module version
/// of every user assembly reached joins the hash, so any rebuild counts as a change: never a stale result, at worst a repeated one.</remarks>
internal static class CodeIdentity
{
    private static readonly ConditionalWeakTable<MethodBase, string> Cache = [];

    /// <summary>The identity as 32 lower-case hex digits; null when the runtime has no IL to look at (ahead-of-time compiled).</summary>
    public static string? Of(MethodInfo method)
    {
        if (Cache.TryGetValue(method, out var known))
        {
            return known.Length == 0 ? null : known;
        }

        var identity = RuntimeFeature.IsDynamicCodeCompiled || HasBody(method) ? new CodeWalk().Hash(method) : "";
        Cache.AddOrUpdate(method, identity);
        return identity.Length == 0 ? null : identity;
    }

    private static bool HasBody(MethodInfo method)
    {
        try
        {
            return method.GetMethodBody() is not null;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
