using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Covalent.Core.Identity;

namespace Covalent.Core.Recording;

/// <summary>Finds which captured variables a compiled lambda really uses. All lambdas of a block share one object with the variables of them
/// all, nodes and connections included; only what this one touches may travel.</summary>
internal sealed class CapturedFields
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
    private static readonly ConcurrentDictionary<(MethodInfo, Type), IReadOnlyList<FieldInfo>> Known = new();
    private readonly HashSet<MethodBase> _seen = [];
    private readonly Queue<MethodBase> _next = [];
    private readonly HashSet<(Module, int)> _fields = [];

    /// <summary>Fields of the closure type that the method, or a lambda or local function it makes use of, reads or writes.</summary>
    public static IReadOnlyList<FieldInfo> UsedBy(MethodInfo method, Type closure) => Known.GetOrAdd((method, closure), static key =>
    {
        var all = key.Item2.GetFields(Instance).OrderBy(f => f.MetadataToken);
        return new CapturedFields().TryFollow(key.Item1) is { } used ? [.. all.Where(f => used.Contains((f.Module, f.MetadataToken)))] : [.. all];
    });

    private HashSet<(Module, int)>? TryFollow(MethodInfo root)
    {
        try
        {
            Reach(root);
            while (_next.TryDequeue(out var method))
            {
                Read(method);
            }

            return _fields;
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException or NotSupportedException or InvalidOperationException or TypeLoadException)
        {
            // Without readable code every captured variable counts as used.
            return null;
        }
    }

    private void Read(MethodBase method)
    {
        foreach (var machine in method.GetCustomAttributes<StateMachineAttribute>())
        {
            foreach (var step in machine.StateMachineType.GetMethods(Instance | BindingFlags.DeclaredOnly))
            {
                Reach(step);
            }
        }

        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            return;
        }

        var reader = new IlReader(il);
        while (reader.Read())
        {
            if (reader.Code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok)
            {
                Use(Resolve(method, reader.Token));
            }
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private void Use(MemberInfo? member)
    {
        if (member is FieldInfo field)
        {
            _fields.Add((field.Module, field.MetadataToken));
        }
        else if (member is MethodBase method && (IsCompilerMade(method.Name) || (method.DeclaringType is { } owner && IsCompilerMade(owner.Name))))
        {
            Reach(method);
        }
    }

    private void Reach(MethodBase method)
    {
        if (_seen.Add(method))
        {
            _next.Enqueue(method);
        }
    }

    private static bool IsCompilerMade(string name) => name.StartsWith('<');
}
