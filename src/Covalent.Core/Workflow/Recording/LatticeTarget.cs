using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Recording;

/// <summary>The object a lattice function is called on, when the function is found again by name: none, or the compiler's empty one.</summary>
internal static class LatticeTarget
{
    public static bool CanBeMade(MethodInfo method, object? target) =>
        target is null ? method.IsStatic
        : MemberNames.IsCompilerMade(target.GetType().Name) && CapturedFields.UsedBy(method, target.GetType()).Count == 0;

    public static object? Make(MethodInfo method) => method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
}
